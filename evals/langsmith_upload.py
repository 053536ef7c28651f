"""With a LangSmith key: our test sessions as a dataset, and this run's readings as an experiment.

Only sentences of our own datasets are ever sent, never the public sets' or callers'. Without
LANGSMITH_API_KEY nothing is imported and nothing reaches out.
"""

import os
from collections.abc import Mapping
from typing import Any

from core.errors import RapportError
from core.seams import EmotionModel
from evals.sessions import callers_lines, load
from evals.task import spread

DATASET = "rapport-sessions-test"
KEY = "LANGSMITH_API_KEY"


async def upload(model: EmotionModel, provider: str, limit: int | None = None) -> str | None:
    """Create the dataset where it is missing and add an experiment; its name, or None without key.

    Raises RapportError with one sentence when LangSmith refuses or cannot be reached.
    """
    key = os.environ.get(KEY)
    if not key:
        return None
    import langsmith

    client: Any = langsmith.Client(api_key=key, api_url=os.environ.get("LANGSMITH_ENDPOINT"))
    try:
        if not client.has_dataset(dataset_name=DATASET):
            dataset = client.create_dataset(DATASET, description="Rapport's labelled test sessions")
            lines = spread(callers_lines(load("test")), limit)
            client.create_examples(
                dataset_id=dataset.id,
                examples=[
                    {
                        "inputs": {"text": line["text"], "context": line["context"]},
                        "reference_outputs": {"mood": line["mood"], "sentiment": line["sentiment"]},
                    }
                    for line in lines
                ],
            )

        async def read(inputs: dict[str, Any]) -> dict[str, Any]:
            return dict(await model.read(inputs["text"], inputs["context"]))

        found: Any = await client.aevaluate(
            read,
            data=DATASET,
            evaluators=[mood_is_right, sentiment_error],
            experiment_prefix=f"rapport-{provider.replace(':', '-')}",
        )
    except langsmith.utils.LangSmithError as error:
        raise RapportError(f"The upload to LangSmith failed: {error}") from error
    client.flush()
    return str(found.experiment_name)


def mood_is_right(outputs: Mapping[str, Any], reference_outputs: Mapping[str, Any]) -> bool:
    return outputs["mood"] == reference_outputs["mood"]


def sentiment_error(outputs: Mapping[str, Any], reference_outputs: Mapping[str, Any]) -> float:
    return abs(outputs["sentiment"] - reference_outputs["sentiment"])
