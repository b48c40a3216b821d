"""The chat page with its script: what a visitor writes is answered, once, whatever the network does."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, Route, expect

from .conftest import Profile, Site
from .visitor import button, field, log, say, status

pytestmark = pytest.mark.browser


def test_the_page_greets_once(page: Page, site: Site) -> None:
    expect(log(page).get_by_text("I'm a computer program")).to_have_count(1)
    expect(log(page).get_by_text("What is going on?")).to_have_count(1)
    assert len(site.door.conversations) == 1


def test_words_are_answered_with_services(page: Page) -> None:
    say(page, "He does not sleep")
    card = page.get_by_role("article").filter(has_text="School nurses")
    for shown in [
        "Why this one: You told me that your child does not sleep",
        "Nurses who know about children's health",
        "You do not need a form.",
        "Free",
        "From Keep Your Head page. Last checked on 23 November 2026.",
    ]:
        expect(card).to_contain_text(shown)
    expect(page.get_by_role("article")).to_have_count(2)
    expect(card.get_by_text("Keep Your Head page")).to_have_count(1)
    expect(card.get_by_text("Families with children")).to_be_hidden()
    card.get_by_text("More about this").click()
    expect(card.get_by_text("Families with children")).to_be_visible()


def test_a_safety_card_puts_999_first_and_each_number_is_one_touch(page: Page) -> None:
    say(page, "I want to die")
    card = log(page).get_by_role("listitem").filter(has_text="You matter")
    links = card.get_by_role("link")
    expect(links).to_have_count(4)
    hrefs = [link.get_attribute("href") for link in links.all()]
    assert hrefs == ["tel:999", "tel:111", "tel:08001111", "sms:85258?body=SHOUT"]


def test_enter_sends_and_shift_enter_makes_a_line(page: Page, site: Site) -> None:
    field(page).fill("One")
    field(page).press("Shift+Enter")
    page.keyboard.type("two")
    field(page).press("Enter")
    expect(log(page)).to_contain_text("Who is this about?")
    assert [said.text for said in site.door.newest.messages if said.author == "user"] == ["One\ntwo"]


def test_the_focus_stays_in_the_field(page: Page) -> None:
    say(page, "He does not sleep")
    expect(page.get_by_role("article")).to_have_count(2)
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("")


def test_a_quick_reply_is_written_into_the_log_and_taken_out(page: Page) -> None:
    say(page, "hello")
    expect(page.get_by_role("group", name="Choose one, or type your own words")).to_be_visible()
    button(page, "My child").click()
    expect(log(page).get_by_text("You: My child")).to_be_visible()
    expect(button(page, "Myself")).to_have_count(1)  # the next question's own
    expect(field(page)).to_be_focused()


def test_words_of_staff_arrive_unasked_and_name_their_author(page: Page, site: Site) -> None:
    site.door.staff_says("I am here with you.")
    expect(log(page).get_by_text("Staff (Sam):")).to_be_visible()
    expect(page.get_by_text("A person is in this chat.")).to_be_visible()
    expect(log(page).get_by_text("I am here with you.")).to_have_count(1)


def test_markup_in_words_stays_words(page: Page) -> None:
    say(page, "<img src=/x onerror=alert(1)>")
    expect(log(page).get_by_text("You wrote: <img src=/x onerror=alert(1)> and <b>bold</b>.")).to_be_visible()
    expect(page.locator("img")).to_have_count(0)


def test_a_message_that_did_not_get_through_is_sent_again_under_the_same_name(page: Page) -> None:
    sent: list[str] = []

    def break_the_first(route: Route) -> None:
        sent.append(json.loads(route.request.post_data or "")["client_id"])
        if len(sent) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/messages", break_the_first)
    with page.expect_response("**/messages"):
        say(page, "hello")
    expect(log(page).get_by_text("Who is this about?")).to_have_count(1)
    expect(log(page).get_by_text("You: hello")).to_have_count(1)
    assert len(sent) == 2
    assert sent[0] == sent[1]


def test_words_do_not_wait_for_the_answer_to_the_words_before(page: Page) -> None:
    held: list[Route] = []
    page.route("**/messages", lambda route: held.append(route), times=1)
    say(page, "hello")
    say(page, "I want to die")
    expect(log(page).get_by_role("link", name="Ring 999")).to_be_visible()
    held[0].abort()


def test_words_written_without_a_connection_go_out_in_their_order(page: Page, site: Site) -> None:
    page.route("**/messages", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        say(page, "one")
    for _ in range(2):  # the first words are tried ever more slowly: the second would overtake them
        page.wait_for_event("requestfailed")
    with page.expect_event("requestfailed"):
        say(page, "two")
    page.unroute("**/messages")
    expect(log(page).get_by_text("Who is this about?")).to_have_count(2, timeout=20_000)
    assert [said.text for said in site.door.newest.messages if said.author == "user"] == ["one", "two"]


def test_what_was_said_while_the_stream_was_down_comes_afterwards(page: Page, site: Site) -> None:
    site.door.staff_says("First.")
    expect(log(page).get_by_text("First.")).to_be_visible()
    after: list[str] = []
    page.on("request", lambda request: after.append(request.headers.get("last-event-id", "")))
    site.door.hang_up()
    site.door.staff_says("Second.")
    expect(log(page).get_by_text("Second.")).to_have_count(1)
    expect(log(page).get_by_text("First.")).to_have_count(1)
    assert after == ["4"]


def test_after_five_seconds_without_a_connection_the_page_says_whom_to_ring(page: Page) -> None:
    page.clock.install()
    page.route("**/messages", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        say(page, "hello")
    expect(status(page)).to_have_text(re.compile("Sending your message|The helper is typing"))
    page.clock.run_for(4_000)
    expect(page.locator("#not-connected")).to_be_hidden()
    page.clock.run_for(2_000)
    expect(status(page)).to_have_text("Not connected. Here is who to ring.")
    expect(page.locator("#not-connected").get_by_role("link", name="Ring 999")).to_be_visible()

    page.unroute("**/messages")
    page.clock.run_for(9_000)
    expect(log(page).get_by_text("Who is this about?")).to_be_visible()
    expect(page.locator("#not-connected")).to_be_hidden()


def test_a_server_that_never_answers_leaves_greeting_and_numbers_in_sight(profile: Profile) -> None:
    page = profile().new_page()
    page.clock.install()
    held: list[Route] = []
    page.route("**/api/**", lambda route: held.append(route))
    page.goto("/chat")
    page.clock.run_for(6_000)
    expect(status(page)).to_have_text("Not connected. Here is who to ring.")
    expect(log(page).get_by_text("I'm a computer program")).to_be_visible()
    held[0].abort()


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ({"full": True}, "That is a lot at once."),
        ({"unsaved": True}, "your message could not be saved"),
        ({"down": True}, "your message could not be saved"),
    ],
)
def test_a_refusal_is_said_with_the_urgent_lines(
    profile: Profile, site: Site, broken: dict[str, bool], says: str
) -> None:
    vars(site.door).update(broken)
    page = profile().new_page()
    page.goto("/chat")
    say(page, "hello")
    notice = log(page).get_by_role("listitem").filter(has_text=says).last
    expect(notice.get_by_role("link", name="Ring 999")).to_be_visible()


def test_words_written_while_the_page_opens_are_answered_when_that_is_refused(
    profile: Profile, site: Site
) -> None:
    site.door.down = True
    page = profile().new_page()
    held: list[Route] = []
    page.route("**/api/conversations", lambda route: held.append(route) if not held else route.continue_())
    page.goto("/chat")
    expect(page.locator("#hint")).to_be_visible()  # the script is at work, and its first call is held
    say(page, "hello")
    held[0].continue_()
    notice = log(page).get_by_role("listitem").filter(has_text="your message could not be saved").last
    expect(notice.get_by_role("link", name="Ring 999")).to_be_visible()


def test_words_that_were_refused_are_put_back(page: Page, site: Site) -> None:
    site.door.conversations.clear()
    say(page, "please read this")
    expect(log(page).get_by_text("Not sent")).to_be_visible()
    expect(log(page).get_by_text("This chat has ended or does not exist.")).to_be_visible()
    expect(page.get_by_role("link", name="Start a new chat")).to_be_visible()


def test_asking_for_a_person_is_written_into_the_log(page: Page) -> None:
    button(page, "Talk to a person").click()
    expect(log(page).get_by_text("You: Talk to a person")).to_be_visible()
    expect(log(page)).to_contain_text("I've asked the team.")
    expect(page.get_by_text("The team has been asked. Until")).to_be_visible()


def test_the_first_words_get_a_card_though_no_conversation_can_be_opened(
    profile: Profile, site: Site
) -> None:
    site.door.down = True
    page = profile().new_page()
    page.goto("/chat")
    expect(log(page)).to_contain_text("This could not be saved just now.")
    say(page, "she says she wants to die")
    expect(log(page)).to_contain_text("A card for: she says she wants to die")
    expect(field(page)).to_have_value("she says she wants to die")
    site.door.down = False
    field(page).press("Enter")
    expect(log(page)).to_contain_text("999")


def test_what_was_noted_is_seen_and_corrected(page: Page, site: Site) -> None:
    button(page, "See what was noted").click()
    expect(page.get_by_role("heading", name="What was noted")).to_be_focused()
    expect(page.get_by_label("Council area")).to_have_value("Peterborough")
    page.get_by_label("Age", exact=True).fill("9")
    with page.expect_request("**/summary") as correction:
        page.get_by_label("Age", exact=True).press("Enter")
    expect(status(page)).to_have_text("Your changes are saved.")
    expect(button(page, "See what was noted")).to_be_focused()
    assert correction.value.post_data_json == {"age": "9"}
    assert site.door.newest.noted.model_dump(exclude_none=True) == {
        "who": "A parent or carer",
        "age": "9",
        "area": "Peterborough",
    }


def test_ending_closes_the_form(page: Page) -> None:
    button(page, "End this chat").click()
    expect(field(page)).to_be_hidden()
    expect(page.get_by_role("link", name="Start a new chat")).to_be_visible()
    expect(log(page)).to_contain_text("I'm a computer program")


def test_deleting_asks_first_and_leaves_nothing_on_the_page(page: Page, site: Site) -> None:
    say(page, "hello there")
    expect(log(page)).to_contain_text("Who is this about?")
    expect(button(page, "Yes, delete it")).to_be_hidden()
    page.get_by_text("Delete this chat").click()
    button(page, "Yes, delete it").click()
    expect(log(page)).to_have_text("Notice: This chat is deleted.")
    expect(field(page)).to_be_hidden()
    assert site.door.conversations == {}


def test_a_chat_begun_without_the_script_goes_on_with_it(page: Page, site: Site) -> None:
    """A script that arrived late takes over the conversation that the form began."""
    page.route("**/chat.js", lambda route: route.abort())
    page.reload()
    field(page).fill("hello")
    button(page, "Send").click()
    expect(log(page).get_by_text("Who is this about?")).to_be_visible()
    conversations = len(site.door.conversations)
    with page.expect_response("**/events"):
        # Another address: the browser remembers of a module that it could not be had.
        page.add_script_tag(url="/static/chat/chat.js?late", type="module")
    button(page, "My child").click()
    expect(log(page).get_by_text("You: My child")).to_have_count(1)
    assert len(site.door.conversations) == conversations


def test_leaving_clears_the_page_and_its_place_in_the_history(page: Page) -> None:
    say(page, "hello")
    expect(log(page)).to_contain_text("Who is this about?")
    leave = page.get_by_role("link", name="Leave this page quickly")
    assert leave.get_attribute("href") == "https://www.bbc.co.uk/weather"
    page.evaluate("document.getElementById('leave').href = '/static/fingerpost.svg'")
    leave.click()
    page.wait_for_url("**/fingerpost.svg")
    assert page.evaluate("history.length") == 2  # about:blank and the neutral page


def test_news_do_not_scroll_away_from_where_the_keyboard_is(page: Page, site: Site) -> None:
    say(page, "no sleep")
    link = page.get_by_role("link", name="Visit keep-your-head.com")
    link.focus()
    before = link.bounding_box()
    site.door.staff_says("I am here with you.")
    expect(log(page).get_by_text("I am here with you.")).to_be_attached()
    assert link.bounding_box() == before
    button(page, "Go to the newest message").click()
    expect(log(page).get_by_text("I am here with you.")).to_be_in_viewport()
