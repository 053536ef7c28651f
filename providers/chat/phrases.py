"""The fixed phrases of the responder: small talk, frames for the mood, gaps."""

from collections.abc import Sequence

from core.moods import Style
from core.state import PastTurn

NOT_HEARD = (
    "I'm sorry, I did not catch that. Could you say it again?",
    "I still could not hear you well. Could you say that once more, a little slower?",
    "Sorry, that did not come through either. Please try once again.",
)
GAP = (
    "I'm sorry, I don't have that information.",
    "I'm afraid I have nothing on that either.",
    "I'm sorry, that is something I was not told.",
)
EXHAUSTED = (
    "I'm sorry, that is all I have on this.",
    "I'm afraid I really know no more about this than I have said.",
)
OTHERWISE = (
    "Is there something else I can look up for you?",
    "You are welcome to ask me about anything else.",
)
AGAIN = ("Once more:", "To say it again:")
APOLOGY = (
    "I'm sorry about that, let me try again.",
    "I do apologise, let me try to do better.",
    "Sorry, you should have had this sooner.",
)
SYMPATHY = ("I'm sorry to hear that.", "I'm sorry, that does not sound good.")
HELPLESS = (
    "I'm sorry that this has been frustrating.",
    "I'm sorry, I would have liked to help you better.",
    "I do apologise for the trouble.",
)
TELL_ME = (
    "Please tell me what you need, and I will do my best.",
    "Tell me what you would like to know, and I will look it up.",
)
GLAD = ("I'm glad to hear that!", "That's lovely to hear!")
WELCOME = ("You're welcome!", "My pleasure!", "Any time!")
GOODBYE = ("Goodbye, and have a nice day!", "Goodbye, take care!")
SORRY_GOODBYE = ("Thank you for your patience. Goodbye.", "I'm sorry for the trouble. Goodbye.")
HELLO = ("Hello! How can I help you?", "Hello again! What can I do for you?")
ANYTHING_ELSE = (
    "Is there anything else I can help you with?",
    "What else can I do for you?",
    "I'm here if you need anything else.",
)
ALL_RIGHT = ("All right.", "Very well.", "Of course.")
ASK_AWAY = ("Of course, what would you like to know?", "Sure, please go ahead.")
DOUBT = (
    "Yes, that is what the team here has told me.",
    "That is what I was given by the team here.",
)
IDENTITY = (
    "I'm the voice assistant here, a computer, and I answer from what the team has told me.",
)
WELLBEING = ("I'm well, thank you. How can I help you?",)
NOTHING_SAID = ("I have not said anything yet. What would you like to know?",)
REPAIR = ("Of course, let me give you the full details.",)
REMEMBERED = ("I remember you asked about this before, so here are the full details.",)
WARM = ("With pleasure!", "Gladly!")

FRAMES: dict[Style, tuple[str, ...]] = {
    "neutral": (),
    "cheerful": ("Happy to help!", "Of course!", "Gladly!"),
    "calm": ("Let me make that clear.", "I understand, let me be precise.", "Let's see."),
    "empathetic": (
        "I'm sorry about that.",
        "I understand how you feel.",
        "I'm sorry for the trouble.",
    ),
}
"""What a reply may begin with when the caller's mood calls for it."""


def pick(options: Sequence[str], window: Sequence[PastTurn]) -> str:
    """The first option that no turn of the window has used; then they take turns."""
    used = " ".join(turn["reply"] for turn in window)
    return next((o for o in options if o not in used), options[len(window) % len(options)])
