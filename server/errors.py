"""Every REST error as one JSON body: a stable code, one sentence, and whether to try again."""

from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from core.errors import BusyError, InputError, NotFoundError, RapportError, TooLargeError

log = structlog.stdlib.get_logger("rapport.rest")

STATUS: dict[type[RapportError], int] = {
    TooLargeError: 413,
    InputError: 422,
    NotFoundError: 404,
    BusyError: 503,
    RapportError: 500,
}
"""The status of an error is that of its nearest ancestor here."""


class ErrorBody(BaseModel):
    """What every error looks like."""

    code: str
    message: str
    retryable: bool = False


def answer(status: int, code: str, message: str, retryable: bool = False) -> JSONResponse:
    body = ErrorBody(code=code, message=message, retryable=retryable)
    return JSONResponse(body.model_dump(), status)


async def _ours(_: Request, error: Any) -> JSONResponse:
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    return answer(status, error.code, str(error), error.retryable)


async def _invalid(_: Request, error: Any) -> JSONResponse:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return answer(422, "invalid_request", f"{where}: {first['msg']}")


async def _http(_: Request, error: Any) -> JSONResponse:
    phrase = HTTPStatus(error.status_code).phrase
    return answer(error.status_code, phrase.lower().replace(" ", "_"), str(error.detail or phrase))


async def _unforeseen(request: Request, error: Any) -> JSONResponse:
    log.error(
        "request_crashed", path=request.scope["route"].path if "route" in request.scope else ""
    )
    return answer(500, RapportError.code, "Something went wrong here; please try again later")


def install(app: FastAPI) -> None:
    app.add_exception_handler(RapportError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unforeseen)
