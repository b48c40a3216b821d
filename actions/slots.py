"""The names that actions share with domain.yml, so that a slip is an error and not a silence."""

from __future__ import annotations

NEEDS = "needs"
AGES = "ages"
AREA = "area"
AUDIENCE = "audience"
SHOWN = "shown"
SEEN = "seen"
PATHWAY_QUESTION = "pathway_question"

NOT_TOLD = "not_told"
OUTSIDE = "outside"
NEED_ENTITY = "need"
ANSWER_ENTITY = "answer"
AREA_UNCLEAR = "area_unclear"
