"""What callers say that asks for nothing, by kind: one pattern a line, without apostrophes."""

import re
from typing import Literal

Kind = Literal[
    "empty",
    "question",
    "statement",
    "goodbye",
    "thanks",
    "resigned",
    "complaint",
    "repeat",
    "doubt",
    "confused",
    "identity",
    "wellbeing",
    "greeting",
    "no",
    "yes",
    "fine",
]

_ANYWHERE: dict[Kind, str] = {
    "goodbye": """
        good ?bye
        bye([ -]bye)?
        see you( later| soon| then| tomorrow)?
        talk to you later
        have a (nice|good|great|lovely) (day|one|evening|weekend|night)
    """,
    "thanks": """
        (many )?(thank you|thanks|thx)( so much| very much| a lot| again)*
        (thank you|thanks) for (that|helping|nothing|(your|the) (help|information|info|time))
        (i )?(really )?appreciate (it|that)
        (you|that) (were|was|have been|has been) (very |so |really )?helpful
    """,
    "resigned": """
        whatever( you say)?
        never ?mind
        forget (about )?(it|that)
        i give up
        (dont|do not) bother
        i (dont|do not) care( anymore)?
        whats the point
        (it )?doesnt matter( anymore)?
        ill (just )?(look|go|try|ask) (it up )?(somewhere else|elsewhere|myself)
    """,
    "complaint": """
        (that|this|it|you)(s|re| is| are| was| were)? VERY(an? )?BAD
        (that|this|it|you) (still )?NOT (really |even |actually )?HELPING( me| at all| either)*
        you (just |already )+(said|told me) (that|this|so)
        you (never|dont|cant) (know|understand|get)( anything| me| it)?
        not what i (asked|meant|wanted|said)( for)?
        i(ve)? (already|just) (asked|told you|said)( that| this)?( \\w+ times)?
        are you (kidding|serious|joking|deaf|even listening)( me)?
        i(m| am) VERY(annoyed|frustrated|angry|upset|disappointed|fed up|mad|furious)
        i(m| am) VERYsick of (this|it|you)
        for the (second|third|fourth|last|hundredth) time
        how (many times|often) do i (have|need) to (ask|say( it)?)
        what an? (joke|mess|waste( of time)?)
        no help( at all)?
        come on
        oh my god
    """,
    "repeat": """
        ((can|could|would) you )?(please )?(repeat|say) (that|it)( again| (one|once) more( time)?)?
        come again
        pardon( me)?
        what did you (just )?say
        what was that
        i didnt (catch|hear|get) (that|you|it)
        one more time
    """,
    "doubt": """
        are you (really )?(sure|certain)( about (that|this|it))?
        is that (really )?(right|true|correct|so)
        i (dont|do not) believe (that|you|it)
    """,
    "confused": """
        what do you mean( by that)?
        i (dont|do not) (understand|get (it|that))( that| you| it)?
        what does that mean
        im (confused|lost)
    """,
    "identity": """
        who are you
        whats your name|what is your name
        are you (an? )?(robot|bot|machine|human|real( person)?|person|ai|computer)
        (who|what) am i (talking|speaking) (to|with)
    """,
    "wellbeing": "how are you( doing)?( today)?|hows it going|how do you do",
}
_AT_THE_EDGE: dict[Kind, str] = {
    "greeting": "(hi|hello|hey|greetings|good (morning|afternoon|evening))( there)?",
    "no": """
        (no|nope|nah)( thanks?)?
        not really
        nothing else
        thats (all|it)
        that (is|will be) all
        im (good|done)
    """,
    "yes": "(yes|yeah|yep|yup)( please)?|of course|please do",
    "fine": """
        ok(ay)?|al ?right|all right|i see|got it|understood|sure|fine|right|cool
        (that|it|this)(s| is| was| sounds| works)?( exactly)? GOOD
        (that|which) (works|helps)
        good to know|makes sense
        GOOD
        m+ ?hm+|uh ?huh|oh|ah|um+|uh+|er+
        well|so|and|but|please|sorry|then|now
    """,
}
_WORDS = {
    "VERY": "(really |so |just |very |totally |completely )*",
    "BAD": "(ridiculous|useless|not helpful|unhelpful|terrible|awful|horrible|annoying|joke|"
    "unacceptable|stupid|wrong|not right|not good enough|a waste of (my )?time|bad|"
    "disappointing|frustrating|nonsense)",
    "NOT": "(doesnt|didnt|dont|isnt|arent|wasnt|cant|never|(does|did|do|is|are|was) not)",
    "HELPING": "(help(ing)?|answer(ing)?( my question)?|work(ing)?|listen(ing)?|good enough|"
    "what i (asked|meant|wanted)( for)?)",
    "GOOD": "(what i needed|perfect|great|awesome|wonderful|excellent|brilliant|lovely|better|"
    "fantastic|amazing|nice|good|fine|helpful|clear)",
}


def _alternatives(lines: str) -> str:
    for name, words in _WORDS.items():
        lines = lines.replace(name, words)
    return "|".join(line.strip() for line in lines.strip().splitlines()).replace("(", "(?:")


TALK: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    *((k, re.compile(rf"(?<!\w)(?:{_alternatives(v)})(?!\w)")) for k, v in _ANYWHERE.items()),
    *(
        (k, re.compile(rf"^(?:{_alternatives(v)})(?!\w)|(?<!\w)(?:{_alternatives(v)})$"))
        for k, v in _AT_THE_EDGE.items()
    ),
)
"""Each kind and its pattern, the most telling kind first; for lower-case text."""
