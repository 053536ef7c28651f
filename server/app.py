"""The application: routes, errors and limits over services that are open."""

from fastapi import FastAPI

from core import VERSION
from server import appointments, errors, outbox_api, rest, socket
from server.limits import BodyLimit
from server.live import LiveSessions
from server.services import Services
from server.sinks import delivering, sinks

BODY_LIMIT = 2_000_000
"""Bytes of a REST request; a business's whole text fits."""


def create_app(services: Services) -> FastAPI:
    app = FastAPI(
        lifespan=delivering(sinks(services.settings)),
        title="Rapport",
        version=VERSION,
        summary="A voice assistant server that remembers how each caller felt",
    )
    app.state.services, app.state.live = services, LiveSessions(services)
    app.add_middleware(BodyLimit, limit=BODY_LIMIT)
    errors.install(app)
    app.include_router(rest.router)
    app.include_router(appointments.router)
    app.include_router(socket.router)
    app.include_router(outbox_api.router)
    return app
