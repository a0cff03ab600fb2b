"""Secrets of other systems: in the database sealed, in the hands of whoever uses them plain."""

from typing import Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from sync.collector import secret
from sync.collector.place import here


class Sealed(str):
    """A secret as the database has it."""


class Opening(DeferredAttribute):
    """Opens a secret when somebody asks for it, so that a lost key stops nothing but its use."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        found = super().__get__(instance, cls) if instance is None else self._held(instance)
        if isinstance(found, Sealed):
            return secret.opened(here(), self.field.where, found)  # type: ignore[attr-defined]
        return found

    def _held(self, instance: Any) -> Any:
        name = self.field.attname
        if name not in instance.__dict__:
            instance.refresh_from_db(fields=[name])
        return instance.__dict__[name]

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SecretField(models.TextField):  # type: ignore[type-arg]
    """A text that neither the database nor a copy of it gives away; empty stays empty.

    Reading it raises ConfigError when its key is not here.
    """

    descriptor_class = Opening

    @property
    def where(self) -> str:
        """What a sealed text is bound to, so that it opens in no other column."""
        return f"{self.model._meta.db_table}.{self.column}"

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        """Still sealed."""
        return Sealed(value) if value else value

    def get_prep_value(self, value: Any) -> Any:
        """Sealed, unless it is so already."""
        if not value or isinstance(value, Sealed):
            return value and str(value)
        return secret.sealed(here(), self.where, str(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """What was not touched is written as it was read."""
        return model_instance.__dict__[self.attname]

    def value_from_object(self, obj: models.Model) -> str:
        """A form never begins with a secret in it."""
        return ""
