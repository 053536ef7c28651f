"""The words everything else is written in: moods, state, seams, events, errors.

Imports nothing of ours and no vendor.
"""

VERSION = "4.0.0"
