"""No sentence leaves Python in English alone."""

import pytest

from tests.architecture.sentences import EXEMPT, in_python, is_exempt
from tests.architecture.source import app_of, dotted
from tests.architecture.tree import none, project_files, python_files


def test_every_sentence_in_python_passes_through_gettext() -> None:
    none(
        f"{path}:{line}: {text}"
        for path, source in python_files().items()
        if app_of(dotted(path)) and "/migrations/" not in path and not is_exempt(path)
        for line, text in in_python(source)
    )


def test_every_exemption_still_has_its_file() -> None:
    paths = project_files()
    none(place for place in EXEMPT if not any(path.startswith(place) for path in paths))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('raise Refused("closed", "Too late")', "Too late"),
        ('raise AccessRefused("role", f"Not for {name}")', "f'Not for {name}'"),
        ('raise forms.ValidationError("Too long", "long")', "Too long"),
        ('messages.success(request, "Stored")', "Stored"),
        ('form.add_error(None, "Wrong")', "Wrong"),
        ('forms.CharField(label="Name")', "Name"),
        ('forms.CharField(error_messages={"required": "Fill in"})', "Fill in"),
        ('class Meta:\n    verbose_name = "council"', "council"),
        ('class Meta:\n    labels = {"title": "Title"}', "Title"),
        ('field.help_text = "As on paper"', "As on paper"),
        ('WORDS = {"a": "This is a sentence."}', "This is a sentence."),
        ('return "Nobody voted for it."', "Nobody voted for it."),
    ],
)
def test_english_that_people_would_read_is_caught(source: str, text: str) -> None:
    assert [found for _line, found in in_python(source)] == [text]


@pytest.mark.parametrize(
    "source",
    [
        'raise Refused("closed", _("Too late"))',
        'raise Refused("closed", sentence)',
        'messages.success(request, _("%(n)d sheets.") % {"n": 2})',
        'forms.CharField(label=pgettext_lazy("desk", "Name"))',
        '"""This is a docstring. It says much."""',
        'def f() -> None:\n    """This is a docstring."""',
        'logger.error("A vote was not cast: %s", name)',
        'raise ValueError("This is for developers.")',
        'assert user, "Nobody is signed in here."',
        'forms.CharField(label="")',
        'path("c/<slug:council>/", view, name="council")',
        'success("done")',
    ],
)
def test_what_nobody_reads_in_english_is_fine(source: str) -> None:
    assert in_python(source) == []
