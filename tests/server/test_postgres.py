"""The whole server on PostgreSQL: taught, called, killed, started again, erased."""

from collections.abc import Generator
from pathlib import Path
from typing import Any

import httpx
import pytest

from evals.process import StartError, serving
from tests.databases import POSTGRES_URL, database
from tests.server.line import Caller

pytestmark = pytest.mark.skipif(not POSTGRES_URL, reason="TEST_POSTGRES_URL names no server")

SHOP = {
    "user_id": "shop",
    "business_name": "Harbour\x00 Bikes",
    "additional_content": "Our address is 12\x00 Harbour Street.",
    "note": "a\x00b",
}


@pytest.fixture
def url(tmp_path: Path) -> Generator[str]:
    with database("postgresql", tmp_path) as url:
        yield url


async def test_killed_in_a_session_it_goes_on_and_forgets_who_wants_to_be(url: str, tmp_path: Path):
    there: dict[str, Any] = {"database_url": url, "checkpoints": url}
    there |= {"tts": "espeak", "turn_deadline": 120}
    async with serving(tmp_path / "one", **there) as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=60) as rest:
            (await rest.post("/data", json=SHOP)).raise_for_status()
        ann = await Caller(server.port, "ann", "shop").__aenter__()
        assert "Harbour Street" in (await ann.says("what is your address"))["response_text"]
        with pytest.raises(StartError, match="Another server uses this PostgreSQL database"):
            async with serving(tmp_path / "two", **there):
                pass
        await ann.says("book me for next Tuesday at 10 am, my name is Ann")
        assert (await ann.says("yes"))["booking"]["status"] == "booked"
        await server.kill()
    async with (
        serving(tmp_path / "one", **there) as server,
        httpx.AsyncClient(base_url=server.url, timeout=60) as rest,
    ):
        stats = (await rest.get("/users/ann/emotion-stats")).json()["emotion_stats"]
        assert stats["total_sessions"] == 1
        assert (await rest.get("/bookings", params={"business_id": "shop"})).json()["total"] == 1
        deleted = (await rest.delete("/users/ann")).json()["deleted"]
        assert (deleted["sessions"], deleted["turns"], deleted["bookings"]) == (1, 3, 1)
        assert deleted["threads"] == 2
        stats = (await rest.get("/users/ann/emotion-stats")).json()["emotion_stats"]
        assert stats["total_sessions"] == 0
