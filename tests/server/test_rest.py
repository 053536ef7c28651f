"""The REST endpoints: the seed's fields, errors with codes, and deletion."""

from pathlib import Path
from typing import Any

import pytest

from core.outcomes import OUTCOMES
from server.app import BODY_LIMIT
from tests.server.line import serving
from tests.server.test_voice_socket import SHOP, taught


async def test_what_it_is_and_whether_it_is_well(tmp_path: Path) -> None:
    async with serving(tmp_path) as server:
        root = await server.json("/")
        assert root["version"] == "4.0.0"
        assert root["features"]
        health = await server.json("/healthz")
        assert health["status"] == "ok"
        assert health["emotion_engine"]["status"] == "ready"
        assert health["providers"]["stt"] == ["pocketsphinx"]


async def test_stats_have_the_seeds_shape(tmp_path: Path) -> None:
    async with serving(tmp_path) as server:
        async with server.call("ann") as ann:
            await ann.says("hello")
            await ann.sends({"type": "dance"})
            stats = await server.json("/stats")
        assert stats["performance"]["requests"]["total"] == 2
        assert stats["performance"]["requests"]["success_rate_percent"] == 50.0
        assert {"avg_total", "avg_stt", "avg_ai_agent", "avg_tts"} == set(
            stats["performance"]["timing_ms"]
        )
        assert stats["connections"] == {
            "active_connections": 1,
            "emotion_tracked_sessions": 1,
            "continuous_sessions": 0,
        }


async def test_emotion_stats_of_a_new_and_of_a_known_caller(tmp_path: Path) -> None:
    async with serving(tmp_path) as server:
        new = await server.json("/users/ann/emotion-stats")
        assert new == {
            "user_id": "ann",
            "emotion_stats": {
                "total_sessions": 0,
                "has_history": False,
                "average_sentiment": 0.0,
                "outcome_distribution": dict.fromkeys(OUTCOMES, 0),
                "last_session_outcome": None,
                "recommended_greeting": "Hello! How can I assist you today?",
            },
        }
        async with server.call("ann") as ann:
            await ann.says("that is great, thank you so much!")
        known = (await server.json("/users/ann/emotion-stats"))["emotion_stats"]
        assert known["total_sessions"] == 1
        assert known["has_history"] is True
        assert known["average_sentiment"] > 0
        assert sum(known["outcome_distribution"].values()) == 1
        assert known["outcome_distribution"][known["last_session_outcome"]] == 1
        greeting = await server.json("/users/ann/greeting")
        assert greeting["greeting"] == known["recommended_greeting"]
        assert greeting["strategy"] == "continuity_positive"


async def test_teaching_again_replaces_what_was_taught(tmp_path: Path) -> None:
    async with serving(tmp_path) as server:
        assert (await server.json("/users/shop/validate"))["valid"] is False
        await taught(server)
        assert (await server.json("/users/shop/validate"))["valid"] is True
        before = await server.json("/users/shop/stats")
        assert before["business_name"] == "Harbour Bikes"
        assert before["chunks"] >= 1
        moved = SHOP | {"additional_content": "Our address is 99 Mill Lane."}
        assert (await server.rest.post("/data", json=moved)).status_code == 200
        async with server.call("shop") as caller:
            metadata = await caller.says("what is your address")
        assert "99 Mill Lane" in metadata["response_text"]
        assert "Harbour Street" not in metadata["response_text"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/nowhere", None, 404, "not_found"),
        ("PUT", "/data", None, 405, "method_not_allowed"),
        ("POST", "/data", {"business_name": "x"}, 422, "invalid_request"),
        ("POST", "/data", {"user_id": "a", "business_name": ""}, 422, "invalid_request"),
        ("POST", "/data", {"user_id": "a\u0000", "business_name": "x"}, 422, "invalid_input"),
        ("GET", "/users/%00/greeting", None, 422, "invalid_input"),
        ("POST", "/data", {"user_id": "a/b", "business_name": "x"}, 422, "invalid_input"),
        ("GET", "/users/" + "x" * 200 + "/emotion-stats", None, 422, "invalid_input"),
    ],
)
async def test_an_error_is_a_json_body_with_a_code(
    tmp_path: Path, method: str, path: str, body: Any, status: int, code: str
) -> None:
    async with serving(tmp_path) as server:
        answer = await server.rest.request(method, path, json=body)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert set(answer.json()) == {"code", "message", "retryable"}


@pytest.mark.parametrize("value", ["NaN", "1e999", '"\\ud800"', '{"deep": ["\\udfff"]}'])
async def test_what_no_store_can_hold_is_refused(tmp_path: Path, value: str) -> None:
    body = f'{{"user_id": "a", "business_name": "x", "extra": {value}}}'
    async with serving(tmp_path) as server:
        headers = {"content-type": "application/json"}
        answer = await server.rest.post("/data", content=body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
        assert (await server.rest.post("/data", json=SHOP)).status_code == 200


async def test_a_body_past_the_limit_is_refused(tmp_path: Path) -> None:
    async with serving(tmp_path) as server:
        answer = await server.rest.post("/data", content=b"x" * (BODY_LIMIT + 1))
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
        assert (await server.rest.post("/data", json=SHOP)).status_code == 200


async def test_the_openapi_page_has_examples(tmp_path: Path) -> None:
    async with serving(tmp_path) as server:
        spec = await server.json("/openapi.json")
        assert spec["components"]["schemas"]["BusinessData"]["examples"][0]["user_id"] == "user123"
        paths = {"/", "/healthz", "/stats", "/data", "/users/{user_id}", "/outbox"}
        paths |= {"/bookings", "/bookings.csv", "/bookings.ics"}
        names = ("emotion-stats", "greeting", "stats", "validate")
        assert paths | {f"/users/{{user_id}}/{name}" for name in names} == set(spec["paths"])


async def test_deleting_a_user_hangs_up_and_leaves_no_word_of_theirs(tmp_path: Path) -> None:
    async with serving(tmp_path) as server:
        async with server.call("ann") as ann:
            await ann.says("my password is xylophonequark")
        async with server.call("bob") as bob:
            await bob.says("my password is marmaladefjord")
        await server.services.memory.indexer.flush()
        async with server.call("ann") as ann:
            await ann.says("still xylophonequark")
            deleted = (await server.rest.delete("/users/ann")).json()
            await ann.line.wait_closed()
        assert deleted["deleted"]["turns"] == 2
        assert (await server.json("/users/ann/emotion-stats"))["emotion_stats"][
            "total_sessions"
        ] == 0
        assert (await server.json("/users/bob/emotion-stats"))["emotion_stats"][
            "total_sessions"
        ] == 1
        assert found(tmp_path, b"xylophonequark") == []
        assert found(tmp_path, b"marmaladefjord") != []
    assert found(tmp_path, b"xylophonequark") == []


def found(folder: Path, word: bytes) -> list[str]:
    """The files below a folder that hold a word, in any case."""
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and word in path.read_bytes().lower()
    ]
