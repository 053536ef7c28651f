"""The words that name a day, as patterns over text in digits; the earlier ones go first."""

import re

MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
WEEKDAY = r"(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
SHORT_DAY = r"(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)"
COUNT = r"(?P<count>an?|(?:a )?couple(?: of)?|\d{1,3})"
_DAY = r"(?P<day>[0-3]?\d)"
_TH = r"(?:st|nd|rd|th)"
_YEAR = r"(?:,? (?P<year>20\d\d)\b)?"
_NO_STREET = (
    r"(?! (?:street|st|avenue|ave|floor|road|times?|things?|ones?|of us|birthday|name|thoughts?|"
    r"available|options?|slot|half|place|person|visit|appointment|offer|row|"
    r"1(?! ?[ap]m| oclock|:))\b)"
)
"""An ordinal before these words counts something else than days."""
_WEEKS = rf"{COUNT} (?P<unit>week|fortnight)(?:'s|s?(?: ')?)(?: time)?"
_STEPS = rf"{COUNT} (?P<unit>day|week|fortnight|month)(?:'s|s?(?: ')?)(?: time)?"
_STEP = r"(?P<unit>week|fortnight)\b(?! (?:day|end))"
_FEAST = (
    r"(?P<feast>easter (?:saturday|sunday|monday)|good friday|maundy thursday|whit monday|"
    r"ash wednesday|christmas (?:day|eve)|boxing day|new year'?s'? (?:day|eve)|"
    r"valentine'?s'? day|halloween)"
)

SPANS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?P<iso>\d{4}[-/]\d{1,2}[-/]\d{1,2})\b",
        r"(?<![\d/])(?P<slashed>\d{1,2}/\d{1,2}(?:/(?:20)?\d\d)?)(?![\d/])",
        rf"\b{MONTH} (?:the )?{_DAY}(?:{_TH})?\b(?![:.]\d| ?[ap]m){_YEAR}",
        rf"(?<![:.])\b{_DAY}{_TH}? (?:of )?{MONTH}\b{_YEAR}",
        rf"\b{_DAY}{_TH} of (?P<whose>this|next|the) month\b",
        rf"\b(?P<nth>[1-5]{_TH}|last) {WEEKDAY} (?:of|in) "
        rf"(?:(?:the )?(?:(?P<whose>this|next|following|coming) )?month\b|{MONTH}\b{_YEAR})",
        rf"\b{_FEAST}\b",
        # Weeks and a weekday: "in 2 weeks on Monday", "a week on Friday", "Friday fortnight".
        rf"\b(?P<about>in|within) {_STEPS} (?:on )?(?:an? |the )?{WEEKDAY}\b",
        rf"\b{WEEKDAY} (?P<about>in) {_STEPS}\b",
        rf"\b{_STEPS} (?P<about>from now|from today|hence) (?:on )?(?:an? |the )?{WEEKDAY}\b",
        rf"\b{WEEKDAY} {_STEPS} (?P<about>from now|from today|hence)\b",
        rf"\b{_WEEKS} (?:on|from|after) (?:next )?{WEEKDAY}\b",
        rf"\b{WEEKDAY} {_STEP}",
        rf"\b{_WEEKS} (?:from )?(?P<base>today|tomorrow)\b",
        rf"\b(?P<base>today|tomorrow) {_STEP}",
        rf"\b{WEEKDAY} (?:(?:of |in )?the )?(?P<skip>(?:week )?after next)\b",
        rf"\b(?P<skip>week after next) (?:on )?(?:the )?{WEEKDAY}\b",
        rf"\b{WEEKDAY} (?:of )?(?:the )?(?P<which>next|this|following|last) week\b",
        rf"\b(?P<which>next|this|following|last) week (?:on )?{WEEKDAY}\b",
        r"\b(?P<after>(?:the )?day after tomorrow)\b",
        r"\b(?:in )?(?:a|(?P<weeks>\d{1,2})) weeks? and (?P<days>\d{1,2}|a) days?\b",
        rf"\b(?:in|within) (?:about )?{_STEPS}\b",
        rf"\b{_STEPS} (?:from (?:now|(?P<base>today|tomorrow))|later|hence)\b",
        rf"\b(?:(?P<near>next|this|coming|following|last) )?{WEEKDAY}\b"
        rf"(?:,? (?:the )?{_DAY}{_TH}{_NO_STREET})?",
        r"\b(?P<weekend>(?:this|next|the|at the) (?:coming )?weekend)\b",
        r"\b(?P<word>tomorrow|tmrw|tmr|today|yesterday|tonight|"
        r"this (?:morning|afternoon|evening))\b",
        rf"(?<!\btake )(?<!\bchoose )(?<!\bpick )(?<!\bgo with )(?<!\bgo for )"
        rf"\b(?:(?:on |for )?the |on |for |by )(?P<day>[0-3]?\d){_TH}\b{_NO_STREET}",
        rf"(?<![:.])\b(?P<day>[4-9]|[12]\d|3[01])(?<!\d\d\d){_TH}\b{_NO_STREET}",
        r"\bon the (?P<day>[2-9]|[12]\d|3[01])"
        r"(?=$| (?:please|at|in|of|if|instead|then|thanks|my|and|under|for|or|works|is|name)\b)",
        rf"\b(?:on|next|this) (?P<short>{SHORT_DAY})\b",
    )
)
