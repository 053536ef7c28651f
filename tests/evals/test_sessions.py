"""Our labelled sessions: whole, within the vocabulary, and split without a shared business."""

from core.moods import BY_NAME
from core.outcomes import ENDINGS, OUTCOMES, STRATEGIES
from evals.sessions import callers_lines, gold_reading, load, records_of, split_of


def test_the_parts_share_no_business_and_no_line() -> None:
    train, test = load("train"), load("test")
    assert {s["kind"] for s in train} == {s["kind"] for s in test}
    assert not {s["business"] for s in train} & {s["business"] for s in test}
    lines = {line["text"] for line in callers_lines(train) if len(line["text"].split()) > 4}
    assert not lines & {line["text"] for line in callers_lines(test)}
    assert len(train) + len(test) == len(load()) >= 150


def test_the_rule_is_the_first_business_by_name() -> None:
    for kind in {session["kind"] for session in load()}:
        names = sorted({s["business"] for s in load() if s["kind"] == kind})
        parts = {s["business"]: split_of(s) for s in load() if s["kind"] == kind}
        assert [parts[name] for name in names] == ["train", "test"]


def test_every_label_is_a_word_of_ours() -> None:
    for session in load():
        assert session["outcome"] in OUTCOMES
        assert session["strategy"] in STRATEGIES
        assert session["ended"] in ENDINGS
        assert all(outcome in OUTCOMES for outcome in session["history"])
    for line in callers_lines(load()):
        assert line["mood"] in BY_NAME
        assert -1 <= line["sentiment"] <= 1
    assert len({session["id"] for session in load()}) == len(load())


def test_lines_become_turns_as_the_server_records_them() -> None:
    records = records_of(
        "s",
        [
            {"speaker": "assistant", "text": "Hello."},
            {"speaker": "caller", "text": "a table for two"},
            {"speaker": "assistant", "text": "Booked.", "answered": True, "booked": True},
            {"speaker": "assistant", "text": "Anything else?", "answered": None},
            {"speaker": "caller", "text": "no"},
        ],
        [gold_reading("neutral", 0.0), gold_reading("satisfied", 0.4)],
    )
    first, second = (record["turn"] for record in records)
    assert (first.get("reply"), first.get("answered")) == ("Booked. Anything else?", True)
    assert first.get("booking_status") == "booked"
    assert (second["index"], second.get("reply"), second.get("answered")) == (2, "", None)
    assert [record["mood"]["mood"] for record in records] == ["neutral", "satisfied"]
