"""Three more invented businesses, written after the ranking was fixed, to check it on."""

from tests.providers.businesses import questions, texts

TEXTS = texts("unseen")
QUESTIONS = questions("unseen")
