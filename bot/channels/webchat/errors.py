"""Every error of the API in one form, with the urgent lines beside it."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from bot.errors import TooMany, VisitorError
from bot.front_door.door import FrontDoor

_CODES = {404: "not_found", 405: "not_found", 413: "too_large"}


def error_response(
    door: FrontDoor, code: str, status: int, *, headers: dict[str, str] | None = None
) -> JSONResponse:
    """Return an error in the form of the contract."""
    body = {"error": {"code": code, "message": door.words.error(code)}, "urgent": door.urgent()}
    return JSONResponse(body, status_code=status, headers=headers)


def _visitor_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, VisitorError)  # noqa: S101  (registered for this class only)
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, TooMany) else None
    return error_response(request.app.state.door, error.code, error.status, headers=headers)


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
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http_error)
