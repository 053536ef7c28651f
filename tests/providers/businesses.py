"""Six small invented businesses and what callers ask them, for measuring the responder.

Each question is written as a caller types or as speech recognition delivers it, with
words that must all be heard in the answer; none means that the text has no answer.
Every text is split into passages at its blank lines. The ranking was tuned on all of them;
the unseen businesses are there to check it.
"""

from typing import NamedTuple


class Asked(NamedTuple):
    business: str
    question: str
    heard: tuple[str, ...] = ()


TEXTS: dict[str, str] = {
    "dentist": """\
Bright Smile Dental is a family dental practice led by Dr. Amara Osei.

Opening hours:
- Monday to Thursday: 8 a.m. to 6 p.m.
- Friday: 8 a.m. to 2 p.m.
- Closed on Saturday and Sunday

Our practice is at 48 Linden Avenue, second floor, Springfield. The entrance is beside \
the pharmacy, across from the central library. Tram lines 3 and 7 stop at Linden Square.

Phone: +1 555 0142
Email: hello@brightsmile.example

A check-up with cleaning costs $95. A white filling starts at $140, and a crown is $890. \
We accept most insurance plans and all credit cards.

Please cancel at least 24 hours ahead, otherwise we charge a fee of $40. Children under six \
are treated free of charge. For a dental emergency outside opening hours call 555 0199.""",
    "restaurant": """\
# Trattoria Luna
Home-made pasta and wood-fired pizza since 1987, run by the Conti family.

We are open Tuesday through Sunday from 5 PM to 11 PM. The kitchen closes at 10 PM. \
On Mondays we are closed.

**Address:** 210 Harbor Street, next to the old lighthouse.
**Phone:** (555) 772-0190

Parking: free parking for guests is behind the building, entrance on Mill Lane.

Margherita pizza is 11 euros, tagliatelle with truffle is 19 euros, and the tasting menu is \
54 euros per person. We offer vegetarian and vegan dishes, and gluten-free pasta on request.

Dogs are welcome on the terrace. We do not deliver, but you can pick up takeaway orders \
until 9:30 PM. Groups of more than eight need a reservation and a deposit of 50 euros.""",
    "repair": """\
Byte Clinic repairs laptops, phones and tablets of every brand. Most repairs are done \
within two working days.

Hours: Mon-Fri 9:30-18:30, Sat 10:00-14:00, closed on Sundays and public holidays.
Address: 7 Foundry Road, Unit 3, Leeds LS1 4DX
Phone: 0113 496 0000
Website: https://www.byteclinic.example/contact?src=leaflet

Prices:
- Phone screen replacement: 79 pounds
- Battery replacement: 45 pounds
- Data recovery: from 120 pounds
- Diagnosis: free

All repairs come with a 12 month warranty on parts and labour. We back up your data only if \
you ask for it. Bring the charger and a photo ID when you drop a device off.

We pick up devices within ten miles for a fee of 15 pounds. Payment is by card or cash.""",
    "salon": """\
Salon Verde, a hair and beauty studio with organic products. Our stylists are Mia, Jonas and \
Priya.

We are open Tuesday to Friday from 9 am to 7 pm and Saturday from 9 am to 4 pm. We stay \
closed on Sunday and Monday.

You find us at 15 Rose Lane, between the bakery and the post office. The nearest subway \
station is Rose Garden, two minutes on foot.

Women's haircut: $65
Men's haircut: $38
Full colour: from $110
Manicure: $30

Call us on 555-0177 or write to team@salonverde.example. Walk-ins are welcome when a chair is \
free, but weekends are usually booked out.

Gift cards are available from $25 and are valid for two years. There is no parking at the \
salon; use the garage on Elm Street, which costs $2 an hour. If you come more than 15 minutes \
late we may have to shorten your treatment.""",
    "gym": """\
Iron Works Gym
Industry: Fitness
Phone: 555 0163
Email: info@ironworks.example

The gym is open around the clock for members. Staff are there from 6 a.m. to 10 p.m. on \
weekdays and from 8 a.m. to 8 p.m. on weekends.

We are located at 900 Canal Drive, in the former brewery. You can leave your car in our own \
lot, free for three hours.

Memberships: monthly at $49, yearly at $449, day pass $12. Students get 20 percent off with a \
valid card. You can cancel your membership with 30 days' notice at the end of any month.

Classes run every day: yoga at 7 a.m., spinning at noon and boxing at 6 p.m. A personal \
trainer costs $60 per session. The first trial workout is free.

Lockers are free but bring your own padlock. Towels can be rented for $2. Members must be at \
least 16 years old.""",
    "hotel": """\
Hotel Seaview is a quiet house with 32 rooms, right on the beach promenade.

Check-in is from 3 p.m. and check-out is until 11 a.m. Late check-out until 2 p.m. costs 20 \
euros. The reception is staffed day and night.

Address: 1 Promenade, Port Haven. From the train station take bus 12 to the stop Lighthouse.
Phone: +44 20 7946 0018
Email: stay@seaview.example

A single room is 85 euros a night, a double room 120 euros, and a suite 210 euros. Breakfast is \
included and is served from 7 to 10:30 a.m. in the winter garden.

Wi-Fi is free in all rooms. Underground parking costs 14 euros per day. Pets are not allowed, \
except for guide dogs. The sauna is open from 4 to 9 p.m.

Bookings can be cancelled free of charge up to 48 hours before arrival. Children under 12 stay \
free in their parents' room.""",
}

QUESTIONS: tuple[Asked, ...] = tuple(
    Asked(business, question, heard)
    for business, rows in {
        "dentist": [
            ("What are your opening hours?", ("8 a.m.", "6 p.m.")),
            ("what are your opening ours", ("8 a.m.", "6 p.m.")),
            ("are you open on saturday", ("Closed", "Saturday")),
            ("What's your address?", ("48 Linden Avenue",)),
            ("wear are you located", ("48 Linden Avenue",)),
            ("how do i get there by tram", ("Tram lines 3 and 7",)),
            ("can i have your phone number please", ("555 0142",)),
            ("how much is a crown", ("$890",)),
            ("what does a cleaning cost", ("$95",)),
            ("do you take insurance", ("insurance",)),
            ("how late can i cancel my appointment", ("24 hours",)),
            ("i have a dental emergency at night what do i do", ("555 0199",)),
            ("do you have parking", ()),
            ("do you offer hair extensions", ()),
            ("is there wifi in the waiting room", ()),
            ("how much is a root canal", ()),
            ("what is the capital of france", ()),
        ],
        "restaurant": [
            ("when do you open", ("5 PM",)),
            ("what time does the kitchen close", ("10 PM",)),
            ("are you open on mondays", ("Monday", "closed")),
            ("where exactly is the restaurant", ("210 Harbor Street",)),
            ("Where can I park my car?", ("Mill Lane",)),
            ("how much is the margherita", ("11 euros",)),
            ("do you have anything vegan", ("vegan",)),
            ("can i bring my dog", ("terrace",)),
            ("do you deliver", ("do not deliver",)),
            ("what number can i call you on", ("772-0190",)),
            ("do large groups need to reserve", ("eight",)),
            ("what is your email address", ()),
            ("do you have live music tonight", ()),
            ("do you serve sushi", ()),
        ],
        "repair": [
            ("when are you open", ("9:30-18:30",)),
            ("are you open on saturday afternoon", ("10:00-14:00",)),
            ("whats your adress", ("7 Foundry Road",)),
            ("how much does it cost to replace a phone screen", ("79 pounds",)),
            ("how much for a new battery", ("45 pounds",)),
            ("is the diagnosis free", ("free",)),
            ("how long does a repair take", ("two working days",)),
            ("is there a warranty", ("12 month",)),
            ("can you pick up my laptop", ("ten miles",)),
            ("can i pay by card", ("card",)),
            ("what do i need to bring", ("charger",)),
            ("do you have a website", ("byteclinic.example",)),
            ("do you sell coffee machines", ()),
            ("do you have an email", ()),
            ("can you fix my car engine", ()),
        ],
        "salon": [
            ("what are your business hours", ("9 am", "7 pm")),
            ("are you open sundays", ("closed on Sunday",)),
            ("where are you", ("15 Rose Lane",)),
            ("whats the nearest subway station", ("Rose Garden",)),
            ("how much is a mens haircut", ("$38",)),
            ("price for full color", ("$110",)),
            ("do you take walk ins", ("Walk-ins",)),
            ("do you sell gift cards", ("Gift cards",)),
            ("where do i park", ("Elm Street",)),
            ("what happens if im late", ("15 minutes",)),
            ("who are the stylists", ("Jonas",)),
            ("give me your phone number", ("555-0177",)),
            ("what does a pedicure cost", ()),
            ("do you have wheelchair access", ()),
            ("is there a swimming pool", ()),
        ],
        "gym": [
            ("what are you're hours", ("open around the clock",)),
            ("when is the staff there on weekends", ("8 a.m. to 8 p.m.",)),
            ("whats the address of the gym", ("900 Canal Drive",)),
            ("is parking free", ("three hours",)),
            ("how much is a monthly membership", ("$49",)),
            ("is there a student discount", ("20 percent",)),
            ("how do i cancel my membership", ("30 days",)),
            ("what time is yoga", ("yoga at 7 a.m.",)),
            ("how much does a personal trainer cost", ("$60",)),
            ("can i try it out for free", ("trial",)),
            ("do you have lockers", ("Lockers",)),
            ("how old do i have to be", ("16",)),
            ("whats your email", ("info@ironworks.example",)),
            ("do you have a swimming pool", ()),
            ("do you offer child care", ()),
        ],
        "hotel": [
            ("what time is check in", ("3 p.m.",)),
            ("when do i have to check out", ("11 a.m.",)),
            ("where is the hotel", ("1 Promenade",)),
            ("how do i get there from the train station", ("bus 12",)),
            ("how much is a double room", ("120 euros",)),
            ("is breakfast included", ("Breakfast is included",)),
            ("do you have why fi", ("free",)),
            ("can i bring my pet", ("not allowed",)),
            ("how much is parking", ("14 euros",)),
            ("can i cancel for free", ("48 hours",)),
            ("when is the sauna open", ("4 to 9",)),
            ("do kids stay free", ("under 12",)),
            ("telephone number please", ("7946 0018",)),
            ("do you have a casino", ()),
            ("do you have a spa with massages", ()),
            ("who won the football game", ()),
        ],
    }.items()
    for question, heard in rows
)


def passages_of(business: str) -> list[str]:
    """The text as a retriever would hold it: a passage for each paragraph."""
    return TEXTS[business].split("\n\n")
