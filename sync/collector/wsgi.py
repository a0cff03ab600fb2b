"""The web pages and the sync address as one WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sync.collector.settings")
application = get_wsgi_application()
