"""Text as speech recognition would have written it: no punctuation, and wrong words."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from random import Random

_PUNCTUATION = re.compile(r"[^\w\s']")
_PAIRS = """
their=there there=their to=two two=to too=to your=you're you're=your its=it's it's=its
for=four four=for know=no no=know hear=here here=hear right=write wait=weight by=buy
buy=by sea=see see=sea week=weak one=won hour=our our=hour are=our where=wear than=then
then=than would=wood not=knot what=watt which=witch whole=hole meet=meat mail=male
i'm=im don't=don can't=can won't=want that's=that he's=his and=an an=and of=off off=of
this=the the=a a=the is=as was=were still=steel thing=think think=thing been=bin
really=rarely fine=find sure=shore bad=bed great=grate thanks=tanks love=of book=look
tell=till again=against late=light how=who when=went have=half me=my my=me it=at
"""
SOUNDS_LIKE = {said: heard for said, _, heard in (pair.partition("=") for pair in _PAIRS.split())}
"""What a recogniser writes for common words."""


def unpunctuated(text: str) -> str:
    """Lower-case words with their apostrophes and nothing else."""
    return " ".join(_PUNCTUATION.sub(" ", text.lower()).split())


def common_words(texts: Iterable[str], count: int = 800) -> list[str]:
    """The words that others are mistaken for."""
    used = Counter(word for text in texts for word in unpunctuated(text).split())
    return [word for word, _ in used.most_common(count)]


def misheard(text: str, random: Random, rate: float, words: Sequence[str]) -> str:
    """Unpunctuated, with this share of the words replaced, dropped, broken or added.

    `words` are common ones to mistake a word for. Half of the errors are replacements,
    as in the usual counts of recognisers' errors.
    """
    heard: list[str] = []
    for word in unpunctuated(text).split():
        if random.random() >= rate:
            heard.append(word)
            continue
        kind = random.random()
        if kind < 0.5:
            heard.append(SOUNDS_LIKE.get(word) or random.choice(words))
        elif kind < 0.7:
            continue
        elif kind < 0.85 and len(word) > 3:
            cut = random.randrange(1, len(word) - 1)
            heard += [word[:cut], word[cut:]] if random.random() < 0.5 else [word[:cut]]
        else:
            heard += [word, random.choice(words)]
    return " ".join(heard) or unpunctuated(text)
