"""A window that closes by itself once something holds."""

from collections.abc import Callable

from kivy.app import App
from kivy.clock import Clock

LOOK_SECONDS = 0.5


def run_until(app: App, holds: Callable[[], bool]) -> bool:
    """Show a window until something holds, or it is closed; whether it holds then."""

    def look(seconds: float) -> None:
        if holds():
            app.stop()

    Clock.schedule_interval(look, LOOK_SECONDS)
    app.run()
    return holds()
