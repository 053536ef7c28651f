"""Text that is about bookings, and often broken, for property tests.

Arbitrary characters hardly ever form a day, a time or a name; pieces of speech in any order do.
"""

from hypothesis import strategies as st

PIECES = (
    "on", "at", "the", "of", "for", "in", "a", "an", "to", "from", "and", "or", "not", "no", "yes",
    "next", "this", "last", "week", "weeks", "month", "months", "days", "year", "day", "hour",
    "hours", "minutes", "half", "quarter", "past", "noon", "midnight", "tonight", "today",
    "tomorrow", "weekend", "monday", "Friday", "sun", "february", "feb", "may", "december", "29th",
    "30", "31st", "the first", "the thirty second", "last day of the month", "0", "00", "1", "7",
    "12", "13", "24", "60", "99", "2024", "2027", "9999", "two", "twenty", "thirty", "hundred",
    "oh", "double", "triple", "plus", "am", "p.m.", "o'clock", "10:30", "24:00", "25:99", "0:60",
    "2026-02-30", "2028-02-29", "0000-00-00", "12/31", "31/12/2026", "2/29", "99/99/9999", "-",
    "easter", "christmas eve", "new year", "ash wednesday", "from now", "ago", "later", "earlier",
    "instead", "between", "before", "after", "either", "my name is", "under", "Ann", "O'Brien",
    "Mary-Jane", "me and my wife", "people", "table", "haircut", "dot", "at example dot com",
    "ann@example.com", "+49 30 901820", "415 555 2671", "book me", "cancel", "move it", "?", ",",
    ".", "!", "\n", "\u2019s", "\u0130", "\u00df", "\u00b2", "\u00bd", "\ud800",
)  # fmt: skip
SPOKEN = st.text(max_size=100) | st.lists(
    st.sampled_from(PIECES) | st.integers(0, 10**9).map(str), max_size=8
).map(" ".join)
