"""The chat models of vendors, behind LangChain's own seam."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from pydantic import SecretStr

from providers.openai_client import GROQ_HOST, GROQ_PATH, groq_url, openai_url

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

Vendor = Literal["groq", "openai"]
VENDORS: tuple[Vendor, ...] = ("groq", "openai")
NAMES: dict[Vendor, str] = {"groq": "Groq", "openai": "OpenAI"}

NO_KEY = "none"
"""Servers on one's own machine need no key, but the SDKs insist on one."""

FORMATS = ("json_schema", "json_object", "text")
"""How an answer's form is asked for, best first; servers that copy the interface lack some."""


@dataclass(slots=True)
class Accepted:
    """The best of `FORMATS` that the server was not seen to refuse."""

    at: int = 0


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat model; `vendor` names it in errors, `timeout` is seconds for a whole answer.

    `strict` says whether the model can be held to a JSON schema to the letter. `accepted`
    is shared by the copies of a chat: what one has found out, all know.
    """

    vendor: str
    model: "BaseChatModel"
    timeout: float
    strict: bool = True
    accepted: Accepted = field(default_factory=Accepted)


def chat_model(
    vendor: Vendor,
    model: str,
    base_url: str | None = None,
    api_key: str | None = None,
    timeout: float = 6.0,
) -> Chat:
    """The model of a vendor, or of any server that speaks its interface.

    Nothing is read from the environment and nothing is retried: who calls decides that.
    Groq's own SDK serves its own address alone: it takes no liberties of other servers.
    """
    if vendor == "openai":
        return openai_chat(vendor, model, openai_url(base_url), api_key, timeout)
    url = groq_url(base_url)
    if url == GROQ_HOST + GROQ_PATH:
        return groq_chat(model, GROQ_HOST, api_key, timeout)
    if not url.endswith(GROQ_PATH):
        return openai_chat(vendor, model, url, api_key, timeout)
    like_groq = openai_chat(vendor, model, url, api_key, timeout, **_manner(model))
    return replace(like_groq, strict=reasons(model))


def groq_chat(
    model: str, host: str = GROQ_HOST, api_key: str | None = None, timeout: float = 6.0
) -> Chat:
    """By Groq's SDK."""
    from langchain_groq import ChatGroq

    found = ChatGroq(
        model=model,
        api_key=SecretStr(api_key or NO_KEY),
        base_url=host,
        timeout=timeout,
        max_retries=0,
        **_manner(model),
    )
    return Chat(NAMES["groq"], found, timeout, strict=reasons(model))


def openai_chat(
    vendor: Vendor, model: str, url: str, api_key: str | None, timeout: float, **manner: Any
) -> Chat:
    """By OpenAI's SDK, at an address up to `/v1`."""
    from langchain_openai import ChatOpenAI

    found = ChatOpenAI(
        model=model,
        api_key=SecretStr(api_key or NO_KEY),
        base_url=url,
        timeout=timeout,
        max_retries=0,
        use_responses_api=False,  # Only OpenAI itself has those.
        **manner,
    )
    return Chat(NAMES[vendor], found, timeout)


def reasons(model: str) -> bool:
    """Whether Groq's model thinks before it speaks, and takes a strict schema."""
    return model.startswith("openai/gpt-oss-")


def _manner(model: str) -> dict[str, Any]:
    """What Groq is asked for beside the words."""
    return {"temperature": 0.2, "reasoning_effort": "low" if reasons(model) else None}
