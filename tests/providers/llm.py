"""Language models for the contract suites: real adapters, talking to a server of our own."""

import atexit
from functools import cache

from providers.llm.models import Chat, chat_model, groq_chat
from tests.vendors.brain import brain
from tests.vendors.chat_server import ChatServer
from tests.vendors.patience import PATIENT

GROQ_MODEL = "openai/gpt-oss-120b"
OPENAI_MODEL = "gpt-4.1-mini"

OVER_HTTP = 25
"""Examples that hypothesis tries of what goes over HTTP: what it can break there is the text
on its way, and two vendors try different ones."""


def groq(server: ChatServer, timeout: float = PATIENT) -> Chat:
    """As Groq itself is talked to."""
    return groq_chat(GROQ_MODEL, server.url, "gsk-1", timeout)


def like_groq(server: ChatServer, timeout: float = PATIENT) -> Chat:
    """A gateway to Groq, or what copies it."""
    return chat_model("groq", GROQ_MODEL, server.url, "gsk-1", timeout)


def openai(server: ChatServer, timeout: float = PATIENT) -> Chat:
    return chat_model("openai", OPENAI_MODEL, server.openai_url, "sk-1", timeout)


@cache
def vendors() -> dict[str, Chat]:
    """One model of each vendor, at a server that lives as long as the tests do."""
    server = ChatServer(brain)
    server.__enter__()
    atexit.register(server.__exit__)
    return {"groq": groq(server), "openai": openai(server)}
