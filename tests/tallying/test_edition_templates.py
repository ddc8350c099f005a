"""The templates of editions: complete in both languages, with a ballot and a rule that work."""

import pytest

from budgeting.models import InfluenceLevel, Publication, Residence, Verification
from budgeting.services.drafting import COPIED, PLAIN, TEXTS, templates
from tallying.engine.rule import Rule
from voting.formats import parse_format

NAMES = sorted(templates())


def test_there_is_one_for_a_large_and_one_for_a_small_budget() -> None:
    assert {"citizens-budget", "small-edition"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_format_and_every_rule_is_known(name: str) -> None:
    template = templates()[name]
    assert parse_format(template["ballot_format"]).spec() == template["ballot_format"]
    rules = [Rule.from_json(spec) for spec in (template["rule"], *template["shadow_rules"])]
    assert len(set(rules)) == len(rules)


@pytest.mark.parametrize("name", NAMES)
def test_every_text_stands_there_in_dutch_and_in_french(name: str) -> None:
    template = templates()[name]
    texts = [template[text] for text in ("name", "about", "title", *TEXTS)]
    for words in (*texts, *template["themes"].values()):
        assert all(words[language].strip() for language in ("nl", "fr"))
    assert all("{year}" in title for title in template["title"].values())
    assert all(len(words) <= 200 for words in template["decides_last"].values())


@pytest.mark.parametrize("name", NAMES)
def test_every_choice_is_one_that_exists(name: str) -> None:
    template = templates()[name]
    assert set(PLAIN) <= set(template)
    assert set(PLAIN) <= set(COPIED)
    assert template["residence"] in Residence
    assert template["influence_level"] in InfluenceLevel
    assert template["publication"] in Publication
    assert set(template["verification"]) <= set(Verification)
