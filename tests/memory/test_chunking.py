import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory.chunking import SIZE, chunk_business, chunk_text
from memory.sections import HEADING_CHARS

PAGE = """Welcome to Tech Solutions. We repair laptops.

## Opening hours
Monday to Friday: 9 AM to 6 PM
Sunday: closed

Our services:
- Laptop repair from $50
- Phone screens from $80

ADDRESS
42 Main Street, next to the old town hall.

Prices
=======
Diagnosis is free.

# Policies #
**Returns**
You can return any item.
"""


def test_headings_lists_and_facts_stay_with_what_they_head():
    assert chunk_text(PAGE) == [
        "Welcome to Tech Solutions. We repair laptops.",
        "Opening hours\nMonday to Friday: 9 AM to 6 PM\nSunday: closed",
        "Our services:\n- Laptop repair from $50\n- Phone screens from $80",
        "ADDRESS\n42 Main Street, next to the old town hall.",
        "Prices\nDiagnosis is free.",
        "Policies\nReturns\nYou can return any item.",
    ]


def test_a_long_section_is_cut_between_sentences_under_its_heading():
    sentences = [f"Sentence number {n} says what there is to say." for n in range(40)]
    chunks = chunk_text("Rules:\n" + " ".join(sentences))
    assert len(chunks) > 3
    for chunk in chunks:
        assert chunk.startswith("Rules:\nSentence")
        assert chunk.endswith("say.")


def test_a_long_list_is_cut_between_its_items():
    chunks = chunk_text(
        "Prices\n" + "\n".join(f"- Item {n} costs ${n}.50 today" for n in range(60))
    )
    for chunk in chunks:
        assert re.fullmatch(r"Prices(\n- Item \d+ costs \$\d+\.50 today)+", chunk)


def test_contact_fields_become_sentences():
    chunks = chunk_business(
        "Tech Solutions", "Technology", "+1234567890", "contact@example.com", "We repair.", {}
    )
    assert chunks == [
        "Tech Solutions is a business in Technology.",
        "You can call Tech Solutions on +1234567890. "
        "The phone number of Tech Solutions is +1234567890.",
        "You can write to Tech Solutions by e-mail. "
        "The e-mail address of Tech Solutions is contact@example.com.",
        "We repair.",
    ]


@pytest.mark.parametrize(
    ("fields", "chunks"),
    [
        (("", "", "", ""), []),
        ((" ", "\n", "\t", ""), []),
        (("Bo", "", "", ""), ["The business is called Bo."]),
        (("", "Cars", "", ""), ["The industry is Cars."]),
        (("", "", "12", ""), ["You can call us on 12. The phone number to use is 12."]),
    ],
)
def test_missing_contact_fields_say_nothing(fields: tuple[str, str, str, str], chunks: list[str]):
    assert chunk_business(*fields, "", {}) == chunks


def test_further_fields_are_facts():
    extra = {
        "opening_hours": {"mon": "9-5", "tue": ["9-12", "1-5"]},
        "website": "example.com",
        "services": ["cut", "dye"],
        "fax": None,
        "empty": {},
        "staff": 3,
    }
    assert chunk_business("", "", "", "", "", extra) == [
        "Opening hours:\nmon: 9-5\ntue: 9-12, 1-5",
        "Website: example.com",
        "Services:\ncut\ndye",
        "Staff: 3",
    ]


words = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=12)
marks = st.sampled_from(
    [
        "\n",
        "\n\n",
        " ",
        " ",
        ". ",
        ": ",
        ":\n",
        "\n- ",
        "\n1. ",
        "\n# ",
        "\n---\n",
        "\r\n",
        "。",
        "!\n",
    ]
)
prose = st.lists(st.tuples(words, marks), max_size=150).map(lambda p: "".join(map("".join, p)))


@settings(max_examples=60, deadline=None)
@given(st.one_of(prose, st.text(max_size=1500)))
def test_no_word_is_lost_and_no_chunk_is_empty_or_too_long(text: str):
    chunks = chunk_text(text)
    assert all(chunk.strip() for chunk in chunks)
    assert all(len(chunk) <= SIZE + HEADING_CHARS + 2 for chunk in chunks)
    joined = "\n".join(chunks)
    for token in text.split():
        if len(token) <= SIZE:
            for word in re.findall(r"[^\W_]+", token):
                assert word in joined


def test_a_word_longer_than_a_passage_keeps_every_letter():
    long = "".join(chr(ord("a") + n % 26) for n in range(1500))
    assert "".join(chunk_text(long)) == long


def test_sentences_without_spaces_are_cut_after_their_stop():
    chunks = chunk_text("我们的店在主街四十二号。" * 100)
    assert all(chunk.endswith("。") for chunk in chunks)


@pytest.mark.parametrize(
    "piece", ["word and more. ", "x", "a:\n", "- item one\n", "好的。", "\n", "# "]
)
def test_a_megabyte_is_cut_in_one_go(piece: str):
    text = piece * (1_000_000 // len(piece.encode()))
    assert sum(len(c.split()) for c in chunk_text(text)) >= len(text.split()) or "#" in piece
