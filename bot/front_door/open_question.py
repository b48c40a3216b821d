"""What becomes of the question that a card put, when the visitor writes."""

from __future__ import annotations

from typing import Literal

from bot.models import Conversation
from bot.safety.screening import Screening

# How often a question was put (`Conversation.asked_round`), and what counts beside that.
# Something else was answered first: a bare word that is typed next is no answer to it. KEPT is put again; LEFT was,
# and stays open for a clear answer.
LEFT, KEPT = -2, -1
FIRST, AGAIN = 0, 1
BY_SILENCE = 2  # the visitor went quiet: it is not put again

Follows = Literal["answer", "once_more", "keep", "card"]


def is_left_unread(conversation: Conversation, text: str, *, button: bool) -> bool:
    """Whether a message is no answer to the open question: another button, or a bare word while it is kept.

    "No" may then answer something else; "I'm not safe" does not.
    """
    if conversation.asked is None:
        return False
    return button or (conversation.asked_round in (KEPT, LEFT) and len(text.split()) == 1)


def may_come_again(conversation: Conversation) -> bool:
    """Whether the open question was put once only, so that other words may still be tried."""
    return conversation.asked_round in (KEPT, FIRST)


def keep(conversation: Conversation) -> None:
    """Leave the open question, if there is one, for after what was answered first."""
    if conversation.asked is not None and conversation.asked_round != BY_SILENCE:
        conversation.asked_round = KEPT if may_come_again(conversation) else LEFT


def follows(
    conversation: Conversation, screening: Screening, *, told: bool, aside: bool, denied: bool, bare: bool
) -> Follows:
    """What follows a message.

    `told`: something was disclosed before, so that the whole card need not come again. `aside`: the message answers
    something else, such as which council. `denied`: it takes back what was told, and nobody is pressed. `bare`: it is
    one word.
    """
    if conversation.state == "with_staff" or denied:
        return "card"
    if told and screening.answered in ("safe", "not_sure"):
        return "answer" if screening.action != "emergency" else "card"
    if screening.asked_again and screening.action == "none":
        if aside or (bare and conversation.asked_round == LEFT):
            return "keep"
        if told and may_come_again(conversation):
            return "once_more"
    return "card"
