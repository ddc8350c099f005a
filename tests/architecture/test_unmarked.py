"""Every word on a page passes through the catalogue, and no script holds a sentence."""

import pytest

from tests.architecture.tree import none, project_files, read
from tests.architecture.unmarked import in_markup, in_plain_text, in_script

NOT_FOR_RESIDENTS = {
    "templates/robots.txt": "read by machines alone",
    "templates/styleguide.html": "samples for who builds pages, in the demonstration only",
}
VENDORED = ("/vendor/", ".min.js")


def templates() -> list[str]:
    inside = [path for path in project_files() if path.startswith("templates/")]
    return [p for p in inside if p.endswith((".html", ".txt")) and p not in NOT_FOR_RESIDENTS]


def scripts() -> list[str]:
    return [p for p in project_files() if p.endswith(".js") and not any(v in p for v in VENDORED)]


def test_every_word_of_a_template_is_marked_for_translation() -> None:
    found = []
    for path in templates():
        check = in_markup if path.endswith(".html") else in_plain_text
        found += [f"{path}:{line}: {words}" for line, words in check(read(path))]
    none(found)


def test_no_script_holds_a_sentence() -> None:
    none(f"{path}:{line}: {text}" for path in scripts() for line, text in in_script(read(path)))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>Hello</p>", "Hello"),
        ("<p>{{ name }} voted</p>", "… voted"),
        ('<p lang="{{ language }}">Hello</p>', "Hello"),
        ('<img src="a.png" alt="A map">', 'alt="A map"'),
        ('<a title="{{ x }} of 3">1</a>', 'title="… of 3"'),
        ('<nav aria-label="Menu"></nav>', 'aria-label="Menu"'),
        ('<input placeholder="Your code">', 'placeholder="Your code"'),
        ('<input type="submit" value="Send">', 'value="Send"'),
        ('<meta name="description" content="A site">', 'content="A site"'),
        ('<button data-copied="Copied"></button>', 'data-copied="Copied"'),
        ('{% badge "Funded" "success" %}', "Funded"),
        ('{% notice "info" title="Look here" %}{% endnotice %}', "Look here"),
        ('{% include "a.html" with label="Sign in" %}', "Sign in"),
        ('{{ title|default:"Nothing yet" }}', "Nothing yet"),
        ("{% if a %}Yes{% else %}{% translate 'No' %}{% endif %}", "Yes"),
        ("{% comment %}Aside{% endcomment %}<p>Beside</p>", "Beside"),
        ('<p><code>make</code> and <span translate="no">abc</span></p>', "and"),
        ("<svg><title>Map</title></svg>", "Map"),
        ("{% block title %}Home{% endblock %}", "Home"),
    ],
)
def test_a_word_that_is_not_marked_is_caught(source: str, words: str) -> None:
    assert in_markup(source) == [(1, words)]


@pytest.mark.parametrize(
    "source",
    [
        '<p title="{% translate "Hello" %}">{% translate "Hello" %}</p>',
        "{% blocktranslate trimmed %}Hello {{ name }}{% endblocktranslate %}",
        "<title>{{ title }} · Wijkstem · Voix de quartier</title>",
        '<p lang="nl">Verder <b>in het Nederlands</b></p><span lang="fr">Bonjour</span>',
        "<p>{{ percent }}&nbsp;% · 12 / 3 – NL, FR (PDF, CSV)</p>",
        '{{ day|date:"l j F Y" }}{% url "home" as home_url %}{% if a == "One two" %}{% endif %}',
        '{% include "a.html" with label=_("Sign in") %}',
        "{% comment %}Params: label, a sentence.{% endcomment %}{# A note. #}",
        "{% block width %}account with-side{% endblock %}",
        "<code>python manage.py recount</code><script>run</script>",
        '<input type="hidden" name="next" value="Somewhere">',
        '<{% if link %}a href="{{ link }}"{% else %}button{% endif %} class="one two">',
    ],
)
def test_what_needs_no_mark_is_fine(source: str) -> None:
    assert in_markup(source) == []


def test_a_bare_word_in_a_plain_mail_is_caught() -> None:
    source = '{% translate "Hello" %},\n\nBest regards\n{{ url }}\n'
    assert in_plain_text(source) == [(3, "Best regards")]


@pytest.mark.parametrize(
    "source",
    [
        'place.textContent = "No vote";',
        "alert('Wait a moment')",
        "say(`${n} votes left`)",
        '"Copied"',
        "`<p>No connection</p>`",
    ],
)
def test_a_sentence_in_a_script_is_caught(source: str) -> None:
    assert len(in_script(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        '"use strict";',
        "// It's a note\n/* Don't \"stop here\" */",
        'form.querySelectorAll(".choice > input, [data-live-left]")',
        "find(`[data-count-${name}]`)",
        'name.replace(/"one two"/g, "")',
        "button.dataset.copied",
        'on("mouseenter focusout"); key === "Escape"; document.querySelector("main li a[href]")',
        'const line = `<p class="wrap soft">${words.copy}</p>`;',
    ],
)
def test_a_script_without_words_is_fine(source: str) -> None:
    assert in_script(source) == []
