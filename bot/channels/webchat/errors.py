"""Every error of the API in one form, with the urgent lines beside it."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from bot.errors import TooMany, VisitorError
from bot.front_door.door import FrontDoor
from bot.front_door.unsaved import DATABASE

log = logging.getLogger(__name__)

_CODES = {404: "not_found", 405: "not_found", 413: "too_large"}


def error_response(
    door: FrontDoor, code: str, status: int, *, headers: dict[str, str] | None = None, **more: Any
) -> JSONResponse:
    """Return an error in the form of the contract."""
    body = {"error": {"code": code, "message": door.words.error(code)}, "urgent": door.urgent(), **more}
    return JSONResponse(body, status_code=status, headers=headers)


def not_saved(door: FrontDoor, fault: SQLAlchemyError, *, text: str | None = None) -> JSONResponse:
    """Say that the database cannot be used; the card for the words that nothing could keep goes with it."""
    log.critical("nothing can be saved: %s", type(fault).__name__)
    if text is None:
        door.direct_alarm.technical(DATABASE)
        return error_response(door, "not_saved", 503)
    messages = door.not_saved(text).model_dump(mode="json", by_alias=True)["messages"]
    return error_response(door, "not_saved", 503, messages=messages)


def _visitor_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, VisitorError)  # noqa: S101  (registered for this class only)
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, TooMany) else None
    return error_response(request.app.state.door, error.code, error.status, headers=headers)


def _database_down(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, SQLAlchemyError)  # noqa: S101  (registered for this class only)
    return not_saved(request.app.state.door, error)


def _invalid(request: Request, _error: Exception) -> JSONResponse:
    return error_response(request.app.state.door, "bad_request", 400)


def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101  (registered for this class only)
    return error_response(
        request.app.state.door, _CODES.get(error.status_code, "bad_request"), error.status_code
    )


def explain_errors(app: FastAPI) -> None:
    """Give the errors of an application the form of the contract; what nobody foresaw is for `Bounds`."""
    app.add_exception_handler(VisitorError, _visitor_error)
    app.add_exception_handler(SQLAlchemyError, _database_down)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http_error)
