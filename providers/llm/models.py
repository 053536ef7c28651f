"""The chat models of vendors, behind LangChain's own seam."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from pydantic import SecretStr

from providers.openai_client import openai_url

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

Vendor = Literal["groq", "openai"]
VENDORS: tuple[Vendor, ...] = ("groq", "openai")
NAMES: dict[Vendor, str] = {"groq": "Groq", "openai": "OpenAI"}

GROQ_URL = "https://api.groq.com"
GROQ_PATH = "/openai/v1"
"""Where Groq serves OpenAI's interface; its SDK adds this path to its base URL by itself."""

NO_KEY = "none"
"""Servers on one's own machine need no key, but the SDKs insist on one."""

REASONING = "openai/gpt-oss-"
"""Models that think before they speak, and take a strict schema, on Groq."""


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
    `base_url` of Groq may be the root of its host, as its SDK has it, or end in
    `/openai/v1`, as its pages have it; one with another path is an OpenAI-compatible server.
    """
    key = SecretStr(api_key or NO_KEY)
    if vendor == "openai":
        return _openai(vendor, model, openai_url(base_url), key, timeout)
    url = (base_url or GROQ_URL).rstrip("/").removesuffix(GROQ_PATH)
    if urlsplit(url).path:
        return _openai(vendor, model, url, key, timeout)
    from langchain_groq import ChatGroq

    reasons = model.startswith(REASONING)
    found = ChatGroq(
        model=model,
        api_key=key,
        base_url=url,
        timeout=timeout,
        max_retries=0,
        temperature=0.2,
        reasoning_effort="low" if reasons else None,
    )
    return Chat(NAMES[vendor], found, timeout, strict=reasons)


def _openai(vendor: Vendor, model: str, url: str, key: SecretStr, timeout: float) -> Chat:
    from langchain_openai import ChatOpenAI

    found = ChatOpenAI(
        model=model,
        api_key=key,
        base_url=url,
        timeout=timeout,
        max_retries=0,
        use_responses_api=False,  # Only OpenAI itself has those.
    )
    return Chat(NAMES[vendor], found, timeout)
