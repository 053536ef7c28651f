"""The REST endpoints of the seed, and deletion."""

import json
from typing import Annotated, Any, Self

from fastapi import APIRouter, Depends, Path, Request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from core import VERSION
from core.moods import BY_NAME
from core.outcomes import Outcome, Strategy
from server.errors import ErrorBody
from server.live import LiveSessions
from server.services import Services
from server.wire import COMMANDS, checked_id

router = APIRouter(responses={422: {"model": ErrorBody}, 500: {"model": ErrorBody}})


def services_of(request: Request) -> Services:
    return request.app.state.services


def live_of(request: Request) -> LiveSessions:
    return request.app.state.live


def _user(user_id: Annotated[str, Path(examples=["user123"])]) -> str:
    return checked_id(user_id, "user_id")


UserId = Annotated[str, Depends(_user)]
TheServices = Annotated[Services, Depends(services_of)]
TheLive = Annotated[LiveSessions, Depends(live_of)]
Line = Annotated[str, Field(max_length=300)]


class BusinessData(BaseModel):
    """What a business teaches. Fields beyond these are kept and taught as well."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [
                {
                    "user_id": "user123",
                    "business_name": "Tech Solutions",
                    "industry": "Technology",
                    "phone": "+1234567890",
                    "email": "contact@example.com",
                    "additional_content": "We are open Monday to Friday, 9 AM to 5 PM. "
                    "You find us at 12 Harbour Street, opposite the library.",
                }
            ]
        },
    )

    user_id: Annotated[str, AfterValidator(lambda value: checked_id(value, "user_id"))]
    business_name: Annotated[Line, Field(min_length=1)]
    industry: Line = ""
    phone: Line = ""
    email: Line = ""
    additional_content: str = ""

    @model_validator(mode="after")
    def _storable(self) -> Self:
        """Refuses what JSON and UTF-8 cannot hold: NaN, infinities, lone surrogates."""
        json.dumps(self.model_dump(), allow_nan=False, ensure_ascii=False).encode()
        return self


class Trained(BaseModel):
    status: str = "trained"
    user_id: str
    business_name: str
    chunks: int


class EmotionStats(BaseModel):
    """Averages in [-1, 1]; `last_session_outcome` is null before the first session has ended."""

    total_sessions: int
    has_history: bool
    average_sentiment: float
    outcome_distribution: dict[Outcome, int]
    last_session_outcome: Outcome | None
    recommended_greeting: str


class UserEmotionStats(BaseModel):
    user_id: str
    emotion_stats: EmotionStats


class Greeting(BaseModel):
    user_id: str
    greeting: str
    strategy: Strategy


class Validation(BaseModel):
    user_id: str
    valid: bool
    message: str


class Deleted(BaseModel):
    """How many entries of each kind were deleted."""

    user_id: str
    deleted: dict[str, Any]


@router.get("/", summary="What this is and what it can do")
async def root(services: TheServices) -> dict[str, Any]:
    return {
        "name": "Rapport",
        "version": VERSION,
        "business_name": services.settings.business_name,
        "features": [
            "speech to text",
            "mood and sentiment of every message",
            "answers from what the business taught",
            "booking",
            "spoken replies",
            "session outcomes, pain points and positive moments",
            "openings that follow from earlier sessions",
        ],
        "moods": list(BY_NAME),
        "commands": list(COMMANDS),
        "endpoints": {
            "voice": "/ws/voice?user_id=USER_ID",
            "train": "POST /data",
            "docs": "/docs",
        },
    }


@router.get("/healthz", summary="Whether the server and its parts are ready")
async def healthz(services: TheServices, live: TheLive) -> dict[str, Any]:
    settings = services.settings
    return {
        "status": "ok",
        "version": VERSION,
        "emotion_engine": {"status": "ready", "model": settings.emotion, "moods": len(BY_NAME)},
        "providers": {**services.serving(), "embeddings": [settings.embeddings]},
        "services": services.health.states(),
        "active_sessions": live.active,
    }


@router.get("/stats", summary="Turns, timings and connections since the start")
async def stats(services: TheServices, live: TheLive) -> dict[str, Any]:
    return {
        "performance": services.metrics.performance(),
        "services": services.health.figures(),
        "connections": {
            "active_connections": live.active,
            "emotion_tracked_sessions": live.active,
            "continuous_sessions": 0,
        },
    }


@router.post("/data", summary="Teach the assistant about a business", status_code=200)
async def train(data: BusinessData, services: TheServices, live: TheLive) -> Trained:
    """Replaces what was taught under this id before."""
    live.refuse_while_erasing(data.user_id)
    chunks = await services.memory.businesses.train(
        data.user_id,
        name=data.business_name,
        industry=data.industry,
        phone=data.phone,
        email=data.email,
        additional_content=data.additional_content,
        extra=data.model_extra or {},
    )
    return Trained(user_id=data.user_id, business_name=data.business_name, chunks=chunks)


@router.get("/users/{user_id}/emotion-stats", summary="How this caller's sessions felt")
async def emotion_stats(user_id: UserId, services: TheServices, live: TheLive) -> UserEmotionStats:
    """Waits for sessions that this caller has just left to be summed up."""
    await live.settled(user_id)
    opening = await live.opening(user_id)
    figures = await services.memory.stats.emotion_stats(user_id, opening["greeting"])
    return UserEmotionStats(user_id=user_id, emotion_stats=EmotionStats(**figures))


@router.get("/users/{user_id}/greeting", summary="How the next session would open")
async def greeting(user_id: UserId, live: TheLive) -> Greeting:
    await live.settled(user_id)
    return Greeting(user_id=user_id, **await live.opening(user_id))


@router.get("/users/{user_id}/stats", summary="What was taught under this id")
async def training_stats(user_id: UserId, services: TheServices) -> dict[str, Any]:
    return {"user_id": user_id, **await services.memory.businesses.training_stats(user_id)}


@router.get("/users/{user_id}/validate", summary="Whether anything was taught under this id")
async def validate(user_id: UserId, services: TheServices) -> Validation:
    trained = await services.memory.businesses.get(user_id) is not None
    hint = "This user has trained data" if trained else "Nothing was taught yet: use POST /data"
    return Validation(user_id=user_id, valid=trained, message=hint)


@router.delete("/users/{user_id}", summary="Delete every trace of a user")
async def delete_user(user_id: UserId, live: TheLive) -> Deleted:
    """Ends the user's live sessions, then erases records, index, checkpoints, what was taught."""
    return Deleted(user_id=user_id, deleted={**await live.erase(user_id)})
