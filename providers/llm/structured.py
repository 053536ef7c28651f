"""An answer of a language model as a checked object: strict schema, one repair, or an error."""

import asyncio
import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from providers.llm.models import FORMATS
from providers.llm.prompts import JSON_ONLY, REPAIR, Messages
from providers.vendor_errors import vendor_error

if TYPE_CHECKING:
    from providers.llm.models import Chat


class Answer(BaseModel):
    """What a model fills in. Fields may have defaults; the schema asks for every one of them."""

    model_config = ConfigDict(allow_inf_nan=False)


A = TypeVar("A", bound=Answer)

REFUSALS = (400, 415, 422, 501)
"""Statuses by which servers say that they do not know a `response_format`."""


MOST_BRACES = 100
"""Of an answer that are looked at; an answer has at most a handful of objects."""

_JSON = json.JSONDecoder()
_THOUGHT = re.compile(r"\A(?!\s*[{`]).*</think>", re.DOTALL)
"""What a model thinks before it answers; its template may have opened the tag for it."""


class UnusableAnswer(Exception):
    """An answer that cannot be read: its text, and what is wrong in words that repeat no value."""

    def __init__(self, text: str, problem: str) -> None:
        super().__init__(problem)
        self.text = text

    def sent_back(self, form: type[Answer]) -> Messages:
        """What to say to the model so that it can do better."""
        said: Messages = [("ai", self.text[:4000])] if self.text else []
        repair = REPAIR.format(problem=self, schema=json.dumps(schema_of(form)))
        return [*said, ("human", repair)]


async def structured(chat: "Chat", form: type[A], messages: Messages) -> A:
    """The model's answer in this form, within the chat's timeout.

    An answer that cannot be read goes back once with what is wrong with it. A server that
    refuses a strict schema is asked for any JSON object, and then for plain text, with the
    schema in the prompt. Raises VendorError; "protocol" when the second answer cannot be
    read either.
    """
    try:
        async with asyncio.timeout(chat.timeout):
            try:
                return await _answer(chat, form, messages)
            except UnusableAnswer as unusable:
                return await _answer(chat, form, [*messages, *unusable.sent_back(form)])
    except Exception as error:
        # What a vendor says of its failure may repeat what the caller said.
        raise vendor_error(chat.vendor, error) from None


def schema_of(form: type[Answer]) -> dict[str, Any]:
    """The form as a JSON schema of the strict kind: every field required, none besides.

    That kind (OpenAI's and Groq's structured outputs) knows no defaults and no bounds.
    """
    schema = form.model_json_schema()
    schema.pop("description", None)  # A docstring is for readers of the code.
    for part in [schema, *schema.get("$defs", {}).values()]:
        if "properties" in part:
            part["required"] = list(part["properties"])
            part["additionalProperties"] = False
            for field in part["properties"].values():
                field.pop("default", None)
                field.pop("title", None)
    return schema


async def _answer(chat: "Chat", form: type[A], messages: Messages) -> A:
    model: Any = chat.model
    for at in range(chat.accepted.at, len(FORMATS)):
        asked, wanted = _asked(chat, form, messages, FORMATS[at])
        try:
            answer = await model.ainvoke(asked, **wanted)
        except Exception as error:
            if _refused_by_groq(error):
                raise UnusableAnswer("", "it is not JSON of the schema") from None
            if at + 1 < len(FORMATS) and getattr(error, "status_code", None) in REFUSALS:
                continue
            raise
        # Only now is it known that the format was what the server did not like.
        chat.accepted.at = max(chat.accepted.at, at)
        return _read(form, str(answer.text))
    raise AssertionError("the last format ends it")


def _asked(
    chat: "Chat", form: type[Answer], messages: Messages, wanted: str
) -> tuple[Messages, dict[str, Any]]:
    """The messages and the parameters that ask for the form in this format."""
    schema = schema_of(form)
    if wanted == "json_schema":
        named: dict[str, Any] = {"name": form.__name__, "schema": schema}
        if chat.strict:
            named["strict"] = True
        return messages, {"response_format": {"type": wanted, "json_schema": named}}
    (role, system), *rest = messages
    told: Messages = [(role, f"{system}\n\n{JSON_ONLY.format(schema=json.dumps(schema))}"), *rest]
    return told, {} if wanted == "text" else {"response_format": {"type": wanted}}


def _refused_by_groq(error: Exception) -> bool:
    """Groq checks the answer itself, and in place of one that is not valid answers 400."""
    return "json_validate_failed" in str(getattr(error, "body", ""))


def _read(form: type[A], text: str) -> A:
    """The form filled in, also where thoughts, words or a code block are around the object."""
    problem = ""
    for found in _objects(_THOUGHT.sub("", text)):
        try:
            return form.model_validate_json(found)
        except ValidationError as error:
            wrong = error.errors(include_url=False, include_context=False, include_input=False)
            named = [
                f"{'.'.join(map(str, each['loc'])) or 'JSON'}: {each['msg']}" for each in wrong
            ]
            problem = problem or "; ".join(named[:5])
    raise UnusableAnswer(text, problem or "it holds no JSON object")


def _objects(text: str) -> Iterator[str]:
    """What reads as a JSON object from a brace on; an outer one comes before its inner."""
    for brace in islice(re.finditer(r"\{", text), MOST_BRACES):
        try:
            _, end = _JSON.raw_decode(text, brace.start())
        except (ValueError, RecursionError):
            continue
        yield text[brace.start() : end]
