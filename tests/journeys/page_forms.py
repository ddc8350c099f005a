"""What a browser sends for the form of a page: read from the page, not from its objects."""

from html.parser import HTMLParser
from typing import Any

Attributes = list[tuple[str, str | None]]
Sent = dict[str, list[str]]


class _Forms(HTMLParser):
    """The forms that are posted, each with the names and values that it would send."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Sent] = []
        self._in_form = False
        self._select = ""
        self._chosen: list[str] = []
        self._others: list[str] = []
        self._area = ""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        found = {name: value or "" for name, value in attrs}
        name = found.get("name", "")
        if tag == "form":
            self._in_form = found.get("method", "").lower() == "post"
            if self._in_form:
                self.forms.append({})
        elif tag == "input" and name and _is_sent(found):
            ticked = found.get("type") == "checkbox"
            self._put(name, found.get("value", "on" if ticked else ""))
        elif tag == "textarea":
            self._area = name
            self._put(name, "")
        elif tag == "select":
            self._select, self._chosen, self._others = name, [], []
        elif tag == "option" and self._select:
            options = self._chosen if "selected" in found else self._others
            options.append(found.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._in_form = False
        elif tag == "textarea":
            self._area = ""
        elif tag == "select" and self._select:
            self._put(self._select, *(self._chosen or self._others[:1]))
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._area and self._in_form:
            known = self.forms[-1][self._area][-1]
            self.forms[-1][self._area][-1] = known + (data if known else data.removeprefix("\n"))

    def _put(self, name: str, *values: str) -> None:
        if self._in_form:
            self.forms[-1].setdefault(name, []).extend(values)


def _is_sent(found: dict[str, str]) -> bool:
    kind = found.get("type", "text")
    if "disabled" in found or kind in {"submit", "button", "file"}:
        return False
    return kind not in {"checkbox", "radio"} or "checked" in found


def form_in(answer: Any, field: str) -> Sent:
    """The form of a page that has this field; ends of lines as browsers send them."""
    reader = _Forms()
    reader.feed(answer.content.decode())
    found = next((form for form in reader.forms if field in form), None)
    assert found is not None, f"No form with {field} in {sorted(map(sorted, reader.forms))}"
    return {
        name: [value.replace("\r\n", "\n").replace("\n", "\r\n") for value in values]
        for name, values in found.items()
    }
