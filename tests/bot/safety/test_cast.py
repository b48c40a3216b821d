"""Whom a message is about: by who is named, by the grammatical person, and by who speaks as somebody who cares."""

from __future__ import annotations

import pytest

from bot.safety.screen import Screen
from bot.safety.screening import About
from bot.safety.situation import voice_of

SELF = [
    "I was abused by my uncle as a child, 20 years ago",
    "when i was a kid my stepdad used to hit me",
    "I hate my life and my kids deserve better",
    "my kids would be better off without me",
    "I don't want to be here anymore, my children would cope",
    "I can't do this any more, the kids deserve a better mum",
    "I want to die but my daughter needs me",
    "my husband hits me in front of the children",
    "my mum hits me",
    "my stepdad comes in my room at night",
    "i cut myself and my mum doesnt know",
    "my teacher keeps sending me messages at night",
    "he makes me carry stuff for him to other towns",
    "he said he will kill me if i tell",
    "my dad makes me sell drugs",
    "they are taking me to pakistan to get married",
    "i got kicked out and have nowhere to sleep",
    "older boys give me money to carry bags",
    "im scared my dad will find out and kill me",
    "nobody would miss me, not even my kids",
    "I hate my life and the baby would be happier with someone else",
    "everyone would be better off if i was dead, even my son",
    "how do i tell my mum i self harm",
    "I need help, I keep cutting myself",
    "my mum's boyfriend hits me",
    "the man at church touches me",
    "my uncle makes me do things with him",
    "they said they will hurt me if i dont carry the bag",
    "my ex turns up at my house and threatens to kill me",
    "my husband won't let me leave the house",
    "nobody cares if i live or die",
    "im pregnant and my boyfriend pushed me down the stairs",
    "we have nowhere to sleep tonight",
    "we're being beaten by our dad",
    "she died and i cant go on without her",
    "he left me and i dont see a way forward",
    "my husband died and i cant go on without him",
    "i lost him and i cant cope without him any more",
    "he makes me self harm",
    "she makes me want to self harm",
    "they make me self harm",
    "she makes me want to end it all",
    "my mum makes me self harm",
    "his friends made me take pills",
    "her mates keep giving me pills",
    "stepdad keeps doing it to me",
    "he said if i tell anyone he will hurt my mum",
]
CHILD = [
    "he comes home with two phones, we're in Blackburn",
    "how do I talk to my teenager about self-harm",
    "she comes home with new trainers and won't say where she got them",
    "he's got a second phone and keeps going to London on the train",
    "hes started carrying a knife to school",
    "how can i help my son who is cutting himself",
    "what do i do if my teen says she wants to die",
    "how should I talk to my daughter about suicide",
    "my son hit me and said he wants to kill himself",
    "she won't eat and she's losing so much weight",
    "he says he wants to die",
    "they came back from their dads with bruises",
    "she told me her uncle touches her",
    "my little brother has bruises all over",
    "they are taking my pupil to somalia to be cut",
    "a girl in my class (I'm her teacher) has cuts on her arms",
    "a pupil told me he is scared to go home",
    "my nephew is sleeping in a car tonight",
    "my 13 year old has gone missing",
    "my ex hits our son when he has him",
    "my daughter's boyfriend hits her",
    "her stepfather locks her in her room, she is 9",
    "our son has been given money by older lads to carry bags",
    "my grandson has started hanging round with older boys who buy him trainers",
    "the little girl next door is always hungry and dirty",
    "he has been self harming since year 8",
    "we found pills under her bed and she said she wanted to die",
    "I am worried about her, she keeps talking about ending her life",
    "he's 15 and gets picked up by men in cars",
    "is it normal for a teenager to cut themselves",
    "she keeps getting picked up outside school by men in cars",
    "he is out all night and comes back with cash he can't explain",
    "they found a knife in his school bag",
    "how can I support my son, he self-harms",
    "what should I say to my child if they talk about suicide",
    "I need help talking to my daughter about her self harm",
    "my toddler has swallowed a battery",
    "her dad hits her when he's drunk",
    "his stepdad locks him out at night",
    "she has stopped eating and she faints at school",
    "I'm a teaching assistant, one of my pupils told me his dad beats him",
    "the lad next door is always hungry and left on his own",
    "my husband hits our son",
    "my ex won't bring our daughter back and he drinks",
    "my foster child says he was touched by a worker",
    "she's 13 and has a 24 year old boyfriend",
    "she told me she doesnt see a way forward any more",
    "i found a note he wrote, he cant go on",
    "she left me a note and i cant find her",
    "my daughter has left and i am so worried",
    "she told me she self harms",
    "she wont talk to me about self harm",
    "his friends made him take pills",
    "stepdad keeps doing it to her",
    "I keep hearing screaming through the wall from next door",
    "we keep hearing a man shouting and smacking next door",
]
OTHER = [
    "my friend says she wants to die",
    "my best mate cuts herself and made me promise not to tell",
    "my boyfriend said he will kill himself if i leave",
    "my mum drinks and says she wants to end it",
    "my friend's dad hits her",
    "my wife says she wants to kill herself",
    "my sister is being beaten by her husband",
    "how do I help my friend who self harms",
    "my girlfriend says she wants to end her life",
    "my flatmate hasn't eaten for days and she collapsed",
    "I'm 14 and my friend is being hit by her dad",
]


@pytest.mark.parametrize(
    ("about", "text"),
    [
        *(("self", text) for text in SELF),
        *(("child", text) for text in CHILD),
        *(("other", text) for text in OTHER),
    ],
)
def test_whom_a_message_is_about(screen: Screen, about: About, text: str) -> None:
    said = screen.screen(text)
    assert said.action != "none"
    assert said.about == about


@pytest.mark.parametrize(
    ("history", "text", "about"),
    [
        (["my friend is really down"], "he wants to die", "other"),
        (["my daughter is 14"], "she comes home with new trainers and won't say where from", "child"),
        (["im 13"], "he says he wants to die", "other"),
        (["hello"], "he says he wants to die", "child"),
        (["my stepdad hits me when mum is at work"], "he said if i tell anyone he will hurt my mum", "self"),
        (["my friend is hit by her dad"], "he said if she tells anyone he will hurt her mum", "other"),
    ],
)
def test_what_was_said_before_tells_who_he_is(
    screen: Screen, history: list[str], text: str, about: About
) -> None:
    assert screen.screen(text, history=history).about == about


def test_he_who_harms_is_not_the_one_in_danger(screen: Screen) -> None:
    assert screen.screen("hes got a knife and hes going mental downstairs").about in ("self", "unknown")


@pytest.mark.parametrize(
    ("text", "audience", "voice"),
    [
        ("he comes home with two phones, we're in Blackburn", None, "child"),
        ("he says he wants to die", "young_person", "friend"),
        ("my little brother has bruises all over", "young_person", "friend"),
        ("how do I talk to my teenager about self-harm", "parent", "child"),
        ("I hate my life and my kids deserve better", "parent", "self"),
    ],
)
def test_the_voice_of_the_card(screen: Screen, text: str, audience: str | None, voice: str) -> None:
    assert voice_of(screen.screen(text), audience) == voice


@pytest.mark.parametrize(
    ("texts", "grown_up"),
    [
        (["my husband hits me"], True),
        (["my uncle hurt me as a child, twenty years ago"], True),
        (["i want to die", "my kids would miss me"], True),
        (["my uncle hurts me"], False),
        (["my stepdad touched me nine years ago"], False),
        (["they are planning my marriage in the summer"], False),
        (["my dad hit me when i was a kid"], False),  # who says so may be fifteen
        (["my kids in the band", "i am 15"], False),
        ([], False),
    ],
)
def test_who_shows_to_be_an_adult(screen: Screen, texts: list[str], *, grown_up: bool) -> None:
    assert screen.grown_up(texts) is grown_up
