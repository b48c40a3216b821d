"""What stands around a phrase: each kind of rule lowers or raises what it should, and no more."""

from __future__ import annotations

import pytest

from bot.safety.screen import Screen


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
        # a mere topic, or somebody real
        ("where can staff get training on self-harm", "none"),
        ("we had training, and now a pupil told me she self harms", "escalate"),
        ("does the Freedom Programme help with domestic abuse", "none"),
        # in general, or what if
        ("how do you help someone who self harms", "check_in"),
        ("what if someone told you they wanted to die", "check_in"),
        ("what if I just killed myself", "escalate"),
        # long ago
        ("I'm 45. My uncle abused me when I was seven.", "check_in"),
        ("I'm 14. My uncle abused me when I was seven.", "escalate"),
        ("I'm 45. My uncle abused me when I was seven and now he babysits my kids.", "escalate"),
        ("my uncle abused me when I was seven", "escalate"),  # who knows how old
        # an overdose some time ago, or now
        ("she took an overdose last month", "escalate"),
        ("she has just taken an overdose", "emergency"),
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
