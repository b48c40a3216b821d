"""The web server: chat API, chat page and desk around one front door."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

import httpx
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates
from sqlalchemy import select

from actions.cards import Cards as DirectoryCards
from actions.explain_service import ActionExplainService
from actions.library import Library
from actions.needs import Needs
from actions.words import Words as DirectoryWords
from bot import web
from bot.channels.open_referral import api as open_referral
from bot.channels.open_referral.open_to_all import OpenToAll
from bot.channels.pages import areas, pathways, service, services
from bot.channels.webchat import api, page
from bot.channels.webchat.bounds import Bounds
from bot.channels.webchat.errors import explain_errors
from bot.database import Sessions
from bot.desk.door import add_desk
from bot.front_door.answering import Answering
from bot.front_door.assistant import Assistant
from bot.front_door.bell import Bell
from bot.front_door.casework import Casework
from bot.front_door.checking_in import CheckingIn
from bot.front_door.door import FrontDoor
from bot.front_door.held_lines import HeldLines, values_in
from bot.front_door.intake import Intake
from bot.front_door.limits import Limits
from bot.front_door.noted import Noted
from bot.front_door.relay import Relay
from bot.front_door.unsaved import Unsaved
from bot.front_door.words import Words
from bot.front_door.worry import WorryReader
from bot.handoff.alarm_watch import AlarmWatch
from bot.handoff.direct_alarm import DirectAlarm
from bot.handoff.duty import Rota
from bot.handoff.letter import Letters
from bot.handoff.post_room import PostRoom, carriers
from bot.handoff.seal import Seal
from bot.handoff.who_reads import WhoReads
from bot.handoff.words import load_words
from bot.language.asking import Asking
from bot.language.audience import Audiences
from bot.language.places import Places
from bot.privacy.erasure import Eraser
from bot.privacy.retention import Retention
from bot.readiness import unready
from bot.safety.cards import Cards
from bot.safety.denials import Denials
from bot.safety.screen import Screen
from bot.safety.worries import Worries
from bot.secret_file import Secrets
from bot.settings import Settings
from bot.storage import prepare
from services_directory.models import Need
from services_directory.stale import checkers

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
_HOUR = 3600.0


def _now() -> datetime:
    return datetime.now(UTC)


def create_app(
    settings: Settings, *, clock: Clock = _now, transport: httpx.AsyncBaseTransport | None = None
) -> FastAPI:
    """Return the application. `transport` stands in for the way to Rasa in tests."""
    sessions = prepare(settings)
    with sessions.begin() as session:
        rota = Rota.load(settings.duty)
        demonstration = bool(unready(session, rota, settings))
        directory_cards = DirectoryCards(DirectoryWords.load(), Needs.load(session))
    handover = load_words()
    who_reads = WhoReads(rota=rota, words=handover, demonstration=demonstration)
    letters = Letters(words=handover, desk=f"{settings.public_url}/desk")
    post_room = PostRoom(carriers(settings, clock), settings.alarm_within)
    direct_alarm = DirectAlarm(rota, letters, post_room)
    door, relay = _front_door(settings, sessions, clock, transport, who_reads, direct_alarm)
    app = FastAPI(
        title="Fingerpost", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json", lifespan=_lifespan
    )
    state = app.state
    state.settings, state.clock, state.demonstration = settings, clock, demonstration
    state.answer_target, state.seal = rota.target, Seal.of(settings)
    state.checkers = checkers(settings.content)
    state.second_step = settings.second_step or not demonstration
    state.sessions, state.door, state.relay = sessions, door, relay
    state.direct_alarm = direct_alarm
    state.alarm_watch = AlarmWatch(sessions, rota, letters, post_room, clock)
    state.casework = Casework(relay, timedelta(seconds=settings.waiting_rises_after))
    state.templates = Jinja2Templates(web.TEMPLATES)
    state.directory_cards = directory_cards
    state.explaining = ActionExplainService(Library(sessions, clock), directory_cards)
    app.include_router(api.router)
    app.include_router(page.router)
    for pages in (pathways, services, service, areas):
        app.include_router(pages.router)
    app.include_router(open_referral.router, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=web.STATIC), name="static")
    add_desk(app)
    ready_answers = (phrase.text for phrase in state.desk_words.phrases)
    state.held_lines = HeldLines(
        relay, frozenset((*values_in(door.intake.cards.help_lines.raw), *ready_answers))
    )
    explain_errors(app)
    app.add_middleware(Bounds)
    app.add_middleware(OpenToAll, prefix=open_referral.PREFIX)

    @app.get("/health", include_in_schema=False)
    async def health() -> dict[str, str]:
        return {"status": "ok"}

    return app


def _front_door(
    settings: Settings,
    sessions: Sessions,
    clock: Clock,
    transport: httpx.AsyncBaseTransport | None,
    who_reads: WhoReads,
    direct_alarm: DirectAlarm,
) -> tuple[FrontDoor, Relay]:
    words = Words.load(days=settings.keep_days)
    cards = Cards.load(nobody_reads=who_reads.demonstration)
    bell = Bell()
    answering = Answering(words, cards, clock, who_reads)
    with sessions.begin() as session:
        need_names = {need.id: need.name for need in session.scalars(select(Need))}
    screen = Screen.load(protocol=settings.protocol)
    intake = Intake(
        screen=screen,
        cards=cards,
        denials=Denials.load(),
        worry_reader=WorryReader(screen, Worries.load(encoder=screen.encoder, spelling=screen.spelling)),
        noted=Noted(Places.load(), Audiences.load(), Asking.load()),
        who_reads=who_reads,
        clock=clock,
    )
    door = FrontDoor(
        sessions=sessions,
        intake=intake,
        answering=answering,
        assistant=Assistant(
            url=f"http://127.0.0.1:{settings.assistant_port}",
            secret=Secrets.of(settings.var).assistant,
            transport=transport,
        ),
        eraser=Eraser(settings.tracker_database),
        bell=bell,
        direct_alarm=direct_alarm,
        unsaved=Unsaved(intake, answering, direct_alarm, clock),
        limits=Limits(
            opened=settings.new_conversations_a_minute, same_text=settings.same_text_a_minute, clock=clock
        ),
        words=words,
        need_names=need_names,
        answer_within=settings.answer_within,
        answer_disclosure_within=settings.answer_disclosure_within,
        clock=clock,
    )
    return door, Relay(sessions, answering, words, bell, clock)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Run the watches beside the server, and end them with it."""
    settings: Settings = app.state.settings
    retention = Retention(
        sessions=app.state.sessions,
        eraser=app.state.door.eraser,
        keep_days=settings.keep_days,
        keep_case_days=settings.keep_case_days,
    )
    longest = timedelta(seconds=settings.staff_answer_within)
    door: FrontDoor = app.state.door
    checking_in = CheckingIn(door.sessions, door.intake, door.answering, door.bell)
    quiet = timedelta(seconds=settings.check_in_again_after)
    app.state.direct_alarm.open()
    watches = [
        asyncio.create_task(app.state.alarm_watch.run(every=settings.alarm_every)),
        asyncio.create_task(_again(settings.watch_every, lambda: checking_in.carry_out(after=quiet))),
        asyncio.create_task(
            _again(settings.watch_every, lambda: app.state.relay.requeue_unanswered(after=longest))
        ),
        asyncio.create_task(_again(_HOUR, lambda: retention.carry_out(app.state.clock()))),
    ]
    yield
    for watch in watches:
        watch.cancel()
        with suppress(asyncio.CancelledError):
            await watch
    await app.state.door.assistant.close()


async def _again(every: float, deed: Callable[[], object]) -> None:
    """Do something now and then, for ever: a watch that failed once must look again."""
    while True:
        try:
            await asyncio.to_thread(deed)
        except Exception as error:
            log.critical("a watch failed and goes on: %s", type(error).__name__)
        await asyncio.sleep(every)
