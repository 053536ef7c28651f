"""Whether the edge service can be reached from here, asked once at start."""

import asyncio
from contextlib import suppress
from urllib.parse import urlsplit

SERVICE = "wss://speech.platform.bing.com/consumer/speech/synthesize/readaloud/edge/v1"
"""The address that edge-tts 7.3.1 connects to."""


async def reachable(timeout: float = 2.0, url: str | None = None) -> bool:  # noqa: ASYNC109
    """Whether a connection (with TLS for `wss`) is made within `timeout` seconds; never raises.

    It asks the service itself: where only a proxy leads out, the answer is no. Nothing is
    sent, so that a yes is no promise.
    """
    try:
        async with asyncio.timeout(timeout):
            address = urlsplit(url or SERVICE)
            secure = address.scheme in ("wss", "https")
            port = address.port or (443 if secure else 80)
            _, writer = await asyncio.open_connection(address.hostname, port, ssl=secure or None)
    except (OSError, ValueError, EOFError):  # A timeout and a bad certificate are OSErrors.
        return False
    writer.close()
    with suppress(OSError, TimeoutError):
        async with asyncio.timeout(timeout):
            await writer.wait_closed()
    return True
