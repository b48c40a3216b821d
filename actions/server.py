"""The action server: our actions behind rasa-sdk's web application, for whoever knows the secret."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import Action
from sanic import HTTPResponse, Request, Sanic, response
from sqlalchemy.orm import Session, sessionmaker

from actions.about_shown import ActionAboutShown
from actions.answer import ActionAnswer
from actions.cards import Cards
from actions.did_not_catch import ActionDidNotCatch
from actions.explain_service import ActionExplainService
from actions.library import Library
from actions.more import ActionMore
from actions.needs import Needs
from actions.pathway import ActionPathway
from actions.pathways import Pathways
from actions.signpost import ActionSignpost
from actions.start_again import ActionStartAgain
from actions.words import Words

SECRET_HEADER = "X-Fingerpost-Secret"  # noqa: S105  (the name of a header)


def all_actions(sessions: sessionmaker[Session], *, clock: Callable[[], datetime]) -> Iterable[Action]:
    """Return every action that domain.yml names."""
    library = Library(sessions, clock)
    with library.open() as session:
        cards = Cards(Words.load(), Needs.load(session))
    pathways = Pathways(library, cards)
    return (
        ActionAboutShown(library, cards),
        ActionAnswer(),
        ActionDidNotCatch(),
        ActionExplainService(library, cards),
        ActionMore(library, cards),
        ActionPathway(pathways),
        ActionSignpost(library, cards, pathways),
        ActionStartAgain(),
    )


class WithoutDomain(ActionExecutor):
    """Runs actions without the domain: none of ours reads it, and Rasa 3.6 then need not post it each time.

    rasa-sdk 3.21 would ask Rasa to send it after all, by a digest that Rasa 3.6 does not know.
    """

    def update_and_return_domain(self, _payload: dict[str, Any], _action_name: str) -> dict[str, Any]:
        """Return an empty domain."""
        return {}


def action_server(
    sessions: sessionmaker[Session], *, secret: str, clock: Callable[[], datetime]
) -> Sanic[Any, Any]:
    """Return the web application that Rasa posts actions to."""
    executor = WithoutDomain()
    for action in all_actions(sessions, clock=clock):
        executor.register_action(action)
    app: Sanic[Any, Any] = create_app(executor, cors_origins=[])

    @app.on_request
    async def check_secret(request: Request) -> HTTPResponse | None:
        shown = request.headers.get(SECRET_HEADER, "")
        if request.path != "/health" and not hmac.compare_digest(
            shown.encode(errors="surrogateescape"), secret.encode()
        ):
            return response.json({"error": "the secret is missing or wrong"}, status=401)
        return None

    return app
