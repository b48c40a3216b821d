"""What stands around a phrase: each kind of rule lowers or raises what it should, and no more."""

from __future__ import annotations

import pytest

from bot.safety.screen import Screen
from bot.safety.screening import ACTIONS


@pytest.mark.parametrize(
    ("text", "action"),
    [
        # denied
        ("he has never hit me", "none"),
        ("my husband does not hit me", "none"),
        ("I am not being abused", "none"),
        ("I'm not suicidal but sometimes I think about it", "check_in"),
        ("not sure if he hits me on purpose", "escalate"),
        ("no i want to die", "escalate"),
        ("he doesn't hit me but he strangled me once", "escalate"),
        # denied only in part
        ("I do not cut myself", "none"),
        ("I do not cut myself much", "escalate"),
        ("he does not hit me that often", "escalate"),
        ("he does not hit me, and we talk much more", "none"),
        # thought of, or about to be done
        ("I keep thinking about jumping off the bridge", "escalate"),
        ("I keep thinking about jumping off the bridge and I am on the bridge", "emergency"),
        # despair, and no more; or more
        ("I hate my life", "check_in"),
        ("I hate my life and I cut my arms", "escalate"),
        ("I hate my life and I'm going to drown myself", "escalate"),
        ("I feel so empty I want to shoot myself", "escalate"),
        ("my friend has gone really quiet and says nothing matters", "check_in"),
        # a telling-off, or tablets that ran out, and more
        ("my brother will kill me when he sees my results, he strangles me", "escalate"),
        ("my mum is going to kill me for the carpet and she chokes me", "escalate"),
        ("I ran out of my tablets so I slit my wrists", "emergency"),
        # a mere topic, or somebody real
        ("where can staff get training on self-harm", "none"),
        ("we had training, and now a pupil told me she self harms", "escalate"),
        ("does the Freedom Programme help with domestic abuse", "none"),
        # in general, or what if
        ("how do you help someone who self harms", "check_in"),
        ("what if someone told you they wanted to die", "check_in"),
        ("what if I just killed myself", "escalate"),
        # long ago, and what only looks like it
        ("My husband hit my child. I am 34.", "escalate"),
        ("my wife slapped my kid, my daughter is scared", "escalate"),
        ("My husband beats my teens", "escalate"),
        ("I'm 19, my youth worker raped me", "escalate"),
        ("I'm 20, my stepdad broke my arm when I was 8, and my little sister is 8 now", "escalate"),
        ("I'm 45. My uncle abused me when I was seven.", "check_in"),
        ("I'm 14. My uncle abused me when I was seven.", "escalate"),
        ("I'm 45. My uncle abused me when I was seven and now he babysits my kids.", "escalate"),
        ("my uncle abused me when I was seven", "escalate"),  # who knows how old
        ("I'm 38, my dad hit me as a child and it still goes on", "escalate"),
        ("I'm 38, my dad hit me as a child and I still have nightmares about it", "check_in"),
        # an overdose some time ago, or now
        ("she took an overdose last month", "escalate"),
        ("she has just taken an overdose", "emergency"),
        ("I took loads of pills last night and I'm passing out now", "emergency"),
        ("I took all my tablets yesterday and my head is spinning now", "emergency"),
        ("I took an overdose last year, I'm 16 now", "escalate"),
        # now
        ("he hits mum", "escalate"),
        ("he is hitting mum, it is happening now", "emergency"),
        # by a child of one's own
        ("my 5 year old is lovely but he hits me", "none"),
        ("my husband is lovely but he hits me", "escalate"),
        ("my daughter is 9 and he hits me", "escalate"),  # "he" is not the daughter
        ("my sister hits me", "check_in"),
        ("my sister hits me every day and I'm scared", "escalate"),
    ],
)
def test_what_is_said_around_it_counts(screen: Screen, text: str, action: str) -> None:
    assert screen.screen(text).action == action


# What must count whatever else is said in the same breath.
PLAIN = [
    "I'm going to hang myself",
    "I want to kill myself",
    "I'm going to drown myself",
    "I slit my wrists",
    "I burn myself with a lighter",
    "I'm cutting myself",
    "I took an overdose",
    "I swallowed all my pills",
    "my boyfriend strangles me",
    "my uncle is touching me",
    "my dad hits me every night",
]
LOWERING = [frame for frame in Screen.load().context.frames if not frame.get("raises")]


@pytest.mark.parametrize("plain", PLAIN)
@pytest.mark.parametrize("frame", LOWERING, ids=lambda frame: str(frame["name"]))
def test_no_frame_lowers_what_the_writer_plainly_tells(
    screen: Screen, frame: dict[str, str], plain: str
) -> None:
    # What a text sounds like is heard of it as a whole, so only phrases can be held to what they say alone.
    alone = ACTIONS.index(screen.by_phrases(plain).action)
    assert alone >= ACTIONS.index("escalate")
    assert ACTIONS.index(screen.screen(f"{frame['example']} and {plain}").action) >= alone
