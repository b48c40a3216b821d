"""The rules as tables: what a lawyer reads is what the rules say."""

from __future__ import annotations

from bot.settings import REPOSITORY
from services_directory.content import read
from services_directory.decision_table import decision_table


def test_the_printed_table_is_that_of_the_rules() -> None:
    printed = (REPOSITORY / "docs" / "pathways.md").read_text(encoding="utf-8")
    assert printed == decision_table(read()), "run: python -m bot directory print-pathways > docs/pathways.md"


def test_every_rule_is_in_it_with_its_law_and_each_fact_with_its_question() -> None:
    content = read()
    table = decision_table(content)
    for rule in content.pathways:
        assert f"| {rule['name']} |" in table
        assert " ".join(rule.get("law", "").split()).replace("|", "\\|") in table
    for decision in content.decisions:
        for fact in decision["facts"]:
            assert fact.get("only_if_told") or " ".join(fact["asks"].split()) in table
