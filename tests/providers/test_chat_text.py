"""Text made fit for speaking, and passages cut into what can be said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.chat.sentences import units
from providers.chat.speech import sentence, shortened, spoken
from tests.providers.callers import passages


class TestText:
    @pytest.mark.parametrize(
        ("raw", "plain"),
        [
            ("**Open** _daily_ from `9`", "Open daily from 9"),
            ("[Book](https://x.example/a?b=c) at https://www.y.example/z?q=1", "Book at y.example"),
            ("Unit #3, 5 High St.\u202e\x07 \u200bnow", "Unit number 3, 5 High St. now"),
            ("first_last@mail.example", "first_last@mail.example"),
            ("| Cut | $30 |", "Cut, $30"),
        ],
    )
    def test_markup_goes_and_facts_stay(self, raw: str, plain: str) -> None:
        assert spoken(raw) == plain

    @given(st.text(max_size=300))
    def test_spoken_text_is_printable_and_stable(self, text: str) -> None:
        assert sentence(text) == sentence(sentence(text))
        assert spoken(text).isprintable()

    @given(st.text(min_size=1, max_size=300), st.integers(10, 300))
    def test_shortened_text_fits(self, text: str, limit: int) -> None:
        assert len(shortened(text, limit)) <= limit

    def test_lists_and_pairs_are_units_with_their_heading(self) -> None:
        text = "Opening hours\nMonday: 9 to 5\nSaturday: 10 to 2\n\nPhone: 555 0100"
        cut = [(unit.text, unit.context) for unit in units(passages(text)[0])]
        assert ("Monday: 9 to 5.", "Opening hours Monday") in cut
        assert ("Opening hours: Monday 9 to 5, Saturday 10 to 2.", "Opening hours") in cut
        assert ("Our phone number is 555 0100.", "Phone") in cut

    def test_a_sentence_behind_a_label_is_not_worded_again(self) -> None:
        text = "Opening hours: we are open Monday to Friday 9 AM to 5 PM.\n\nHours: 9 to 5"
        cut = [unit.text for passage in passages(text) for unit in units(passage)]
        assert "Opening hours: we are open Monday to Friday 9 AM to 5 PM." in cut
        assert "Our opening hours are 9 to 5." in cut

    def test_abbreviated_days_do_not_end_a_sentence(self) -> None:
        cut = units(passages("We are open Mon.-Fri. 9 a.m. to 5 p.m. Dr. Smith is here.")[0])
        assert [unit.text for unit in cut] == [
            "We are open Mon.-Fri. 9 a.m. to 5 p.m.",
            "Dr. Smith is here.",
        ]
