"""The sinks that the settings name, and the deliverer that serves them."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager

import structlog
from fastapi import FastAPI
from pydantic import SecretStr

from core.errors import SettingsError
from core.outbox import turning_point
from core.seams import Sink
from core.state import TurnState
from server.deliveries import Deliverer
from server.services import Services, build
from server.settings import Settings

log = structlog.stdlib.get_logger("rapport.sinks")


def sinks(settings: Settings) -> dict[str, Sink]:
    """By name; none of them is reached before there is something to deliver.

    Raises SettingsError where a sink is named by half.
    """
    return {**_sheets(settings), **_mail(settings), **_webhook(settings)}


def delivering(to: Mapping[str, Sink]) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """The application's lifespan. Replays open services without it, so they send nothing."""

    def lifespan(app: FastAPI) -> AbstractAsyncContextManager[None]:
        services: Services = app.state.services
        memory = services.memory
        clock = services.context.clock
        return Deliverer(memory.outbox, memory.deliveries, to, clock).running()

    return lifespan


async def tell_of_turning_point(services: Services, state: TurnState) -> None:
    """Queue the turn's turning point, if it is one. Called by a live session, never by a replay.

    Never raises: the caller has had the answer, and the session's end tells of it again.
    """
    event = turning_point(state)
    if event is None:
        return
    try:
        await services.context.outbox.add(event)
    except Exception as error:
        log.error("turning_point_lost", error=type(error).__name__)


def _sheets(settings: Settings) -> dict[str, Sink]:
    sheet, key = settings.spreadsheet_id, settings.service_account_file
    if sheet is None and key is None:
        return {}
    if sheet is None or key is None:
        raise SettingsError("SPREADSHEET_ID and SERVICE_ACCOUNT_FILE go together; one is missing")
    if not key.is_file():
        raise SettingsError("SERVICE_ACCOUNT_FILE names no file")
    return {"sheets": build("sink", "sheets", sheet, key, settings.sheets_url)}


def _mail(settings: Settings) -> dict[str, Sink]:
    if settings.smtp_server is None:
        return {}
    if settings.sender_email is None:
        raise SettingsError("SMTP_SERVER needs SENDER_EMAIL")
    given = {
        "server": settings.smtp_server,
        "port": settings.smtp_port,
        "tls": settings.smtp_tls,
        "sender": settings.sender_email,
        "password": _revealed(settings.sender_password),
    }
    mail: dict[str, Sink] = {"mail_caller": build("sink", "mail", **given)}
    if settings.admin_email is not None:
        mail["mail_admin"] = build("sink", "mail", **given, admin=settings.admin_email)
    return mail


def _webhook(settings: Settings) -> dict[str, Sink]:
    if settings.webhook_url is None:
        return {}
    if settings.webhook_secret is None:
        raise SettingsError("WEBHOOK_URL needs WEBHOOK_SECRET to sign with")
    return {
        "webhook": build(
            "sink",
            "webhook",
            settings.webhook_url,
            _revealed(settings.webhook_secret),
            outcomes=settings.webhook_outcomes,
            allow_private=settings.webhook_allow_private,
        )
    }


def _revealed(secret: SecretStr | None) -> str | None:
    return None if secret is None else secret.get_secret_value()
