"""What settings are made of beyond plain types: checks of their text, and a mood of one's own.

The checks give the value back, or raise ValueError with what it must be.
"""

import re
from typing import Annotated, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.moods import Style


def known_zone(name: object) -> object:
    """An IANA time zone."""
    try:
        ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("must be an IANA time zone such as Europe/Berlin") from error
    return name


def listed(names: object) -> object:
    """The names between commas."""
    if not isinstance(names, str):
        return names
    return [name.strip() for name in names.split(",") if name.strip()]


def importable(path: object) -> object:
    """A place of code as module:function."""
    if path is not None and not re.fullmatch(r"[\w.]+:\w+", str(path)):
        raise ValueError("must be module:function, such as my_company.moods:read")
    return path


def web_address(url: object) -> object:
    """An http or https address without a query."""
    if url is not None and not re.fullmatch(r"https?://[^?#\s/]+(/[^?#\s]*)?", str(url), re.I):
        raise ValueError("must be an address such as http://localhost:8000/v1")
    return url


class OwnMood(BaseModel):
    """A mood of one's own: its usual sentiment, how to answer it, and phrases that say it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(pattern=r"^[a-z][a-z_]{1,30}$")]
    meaning: Annotated[str, Field(min_length=1, max_length=200)]
    low: Annotated[float, Field(ge=-1, le=1)]
    high: Annotated[float, Field(ge=-1, le=1)]
    style: Style = "neutral"
    cues: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.low > self.high:
            raise ValueError("low must not be above high")
        return self
