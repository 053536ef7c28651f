"""The `openai` SDK's client for OpenAI or any endpoint that speaks its protocol."""

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from openai import AsyncOpenAI

OPENAI_URL = "https://api.openai.com/v1"

GROQ_HOST = "https://api.groq.com"
GROQ_PATH = "/openai/v1"
"""Where Groq serves OpenAI's interface; its SDK adds this path to its base URL by itself."""

_NO_KEY = "none"
"""What is sent to a server that wants no key: the SDK insists on one."""


def openai_url(base: str | None) -> str:
    """The address up to `/v1`; one of a host alone gets that path, as every such server has it."""
    url = (base or OPENAI_URL).rstrip("/")
    return url if urlsplit(url).path else f"{url}/v1"


def groq_url(base: str | None) -> str:
    """The address up to `/v1`; one that ends otherwise is Groq's, or a gateway's to it."""
    url = (base or GROQ_HOST).rstrip("/")
    return url if url.endswith("/v1") else url.removesuffix("/openai") + GROQ_PATH


class OpenAIClient:
    """A client that is made when it is first asked for, off the event loop (the import takes
    a second). It does not retry: who calls a vendor decides on that.

    `seconds` bounds each step of a request: connecting, sending, each wait for bytes.
    """

    def __init__(self, key: str | None, url: str | None, seconds: float) -> None:
        self._key = key or _NO_KEY
        self._url = openai_url(url)
        self._seconds = seconds
        self._client: AsyncOpenAI | None = None

    async def get(self) -> "AsyncOpenAI":
        if self._client is None:
            made = await asyncio.to_thread(self._make)
            # Another may have made one meanwhile; one that never connected needs no closing.
            self._client = self._client or made
        return self._client

    async def close(self) -> None:
        if self._client is not None:
            await self._client.close()

    def _make(self) -> "AsyncOpenAI":
        from openai import AsyncOpenAI

        return AsyncOpenAI(
            api_key=self._key, base_url=self._url, timeout=self._seconds, max_retries=0
        )
