"""The field of names, titles and places."""

from typing import TYPE_CHECKING, Any

from django.db import models

from budgeting.lines import one_line

# Typed for the checker only: at run time this class of Django takes no parameter.
if TYPE_CHECKING:
    Text = models.CharField[str, str]
else:
    Text = models.CharField


class LineField(Text):
    """A text on one line, however it comes in: by a form, a table or a service.

    For the database and for migrations it is a CharField.
    """

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return one_line(text) if isinstance(text, str) else text

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
