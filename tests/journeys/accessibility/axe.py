"""What axe finds wrong with the page that is open, one line for each fault.

axe (tests/vendor) tests a page against WCAG 2.2 A and AA and its own good practice. It is handed
in by the debugger, so the page keeps its content security policy.
"""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SOURCE = Path(__file__).resolve().parents[2] / "vendor" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
OUTPUT = {"resultTypes": ["violations"], "preload": False}
EVERYTHING = OUTPUT | {
    "runOnly": {"type": "tag", "values": TAGS},
    # Of WCAG 2.2, but not yet among what axe does unasked.
    "rules": {"target-size": {"enabled": True}},
}
COLOURS = OUTPUT | {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
"""Those of its rules that look at colours."""

RUN = """options => axe.run(document, options).then(result => result.violations.map(fault => ({
    rule: fault.id,
    help: fault.help,
    nodes: fault.nodes.map(node => ({
        html: node.html,
        why: [...node.any, ...node.all, ...node.none].map(check => check.message).join("; "),
    })),
})))"""


@cache
def source() -> str:
    return SOURCE.read_text(encoding="utf-8")


def faults(page: Page, rules: dict[str, Any] = EVERYTHING) -> list[str]:
    """`rule: help: html: why` for each element at fault by these rules."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(source())
    return [
        f"{fault['rule']}: {fault['help']}\n  {shortened(node['html'])}\n  {node['why']}"
        for fault in page.evaluate(RUN, rules)
        for node in fault["nodes"]
    ]


def shortened(html: str, most: int = 300) -> str:
    text = " ".join(html.split())
    return text if len(text) <= most else f"{text[:most]}…"
