"""Three more invented businesses, written after the ranking was fixed, to check it on."""

from tests.providers.businesses import Asked

TEXTS: dict[str, str] = {
    "vet": """\
Paws and Tails is a small animal clinic. Dr. Lena Brandt and Dr. Omar Haddad look after cats, \
dogs, rabbits and birds.

Consultation hours: Monday, Tuesday, Thursday 9 to 12 and 15 to 18, Wednesday 9 to 12, Friday 9 \
to 16. No consultations at weekends.

You reach us by phone at 030 5550 2210 or by email at team@pawsandtails.example.

The clinic is in the courtyard of 22 Birch Street. Ring the lower bell. Two parking spaces are \
in front of the gate.

A vaccination costs 48 euros. Neutering a cat is 110 euros, and an X-ray is 75 euros.

Please bring your pet's vaccination card to the first visit. Cats should arrive in a carrier. We \
do not treat reptiles.

In an emergency at night call the animal hospital on 030 5550 9000.""",
    "driving school": """\
## About
Green Light Driving School teaches beginners and returning drivers in manual and automatic cars.

## Contact
Office: 5 Market Hill, first floor
Phone: 01632 960 450
E-mail: office@greenlight.example

## Office hours
Monday: 10am - 6pm
Tuesday: 10am - 6pm
Wednesday: closed
Thursday: 12pm - 8pm
Friday: 10am - 4pm

## Prices
* Single lesson (60 minutes): 42 pounds
* Ten lesson package: 390 pounds
* Motorway training: 55 pounds
* Test day car hire: 95 pounds

## Good to know
Lessons that are cancelled less than two days before are charged in full. You must be 17 to start. \
Our instructors speak English, Polish and Urdu. \
Theory classes take place online every Monday evening.""",
    "museum": """\
The Clockwork Museum shows three hundred mechanical clocks and music boxes.

Open daily except Tuesdays, 10 a.m. to 5 p.m., on Thursdays until 8 p.m. Last admission is 45 \
minutes before closing.

Adults pay $14, seniors and students $9, and children under ten get in free. On the first \
Sunday of the month admission is free for everyone.

We are located on Old Mill Road 3, five minutes on foot from Central Station. There is a car park \
behind the building, $3 for the whole day.

Guided tours start at 11 a.m. and 2 p.m. and last about an hour. Photography without flash is \
allowed. Large bags must be left in the cloakroom.

All floors are accessible by lift, and wheelchairs can be borrowed at the desk. The café serves \
cakes and light lunches.

Questions? Ring 555-0111.""",
}

QUESTIONS: tuple[Asked, ...] = tuple(
    Asked(business, question, heard)
    for business, rows in {
        "vet": [
            ("What time are you open on Wednesday?", ("Wednesday 9 to 12",)),
            ("are you open at the weekend", ("No consultations at weekends",)),
            ("what are your opening hours", ("Monday, Tuesday, Thursday 9 to 12",)),
            ("where is the clinic", ("22 Birch Street",)),
            ("is there somewhere to park", ("parking spaces",)),
            ("how much is a vaccination for my dog", ("48 euros",)),
            ("whats the price of an x ray", ("75 euros",)),
            ("what number do i call", ("5550 2210",)),
            ("do you treat snakes or reptiles", ("reptiles",)),
            ("what should i bring for the first visit", ("vaccination card",)),
            ("who are the vets", ("Lena Brandt",)),
            ("my cat is very sick its the middle of the night", ("5550 9000",)),
            ("do you sell pet food", ()),
            ("do you offer dog training", ()),
            ("do you speak french", ()),
            ("can i pay with american express", ()),
        ],
        "driving school": [
            ("what are your ours", ("Thursday 12pm",)),
            ("are you open on wednesday", ("Wednesday", "closed")),
            ("until when are you open on friday", ("Friday", "4pm")),
            ("how much is one lesson", ("42 pounds",)),
            ("how much are ten lessons", ("390 pounds",)),
            ("where is your office", ("5 Market Hill",)),
            ("what's your email", ("office@greenlight.example",)),
            ("how old do you have to be to start", ("17",)),
            ("do any of the instructors speak polish", ("Polish",)),
            ("what happens if i cancel a lesson", ("two days",)),
            ("can i learn in an automatic", ("automatic",)),
            ("when are the theory classes", ("Monday evening",)),
            ("do you teach motorcycles", ()),
            ("do you have a gift voucher", ()),
            ("what was the score last night", ()),
            ("do you offer first aid courses", ()),
        ],
        "museum": [
            ("when do you open", ("10 a.m.",)),
            ("are you open on tuesdays", ("except Tuesdays",)),
            ("how much does it cost for a student", ("$9",)),
            ("do kids have to pay", ("under ten",)),
            ("when is admission free", ("first Sunday",)),
            ("where are you located", ("Old Mill Road 3",)),
            ("where can we leave the car", ("car park",)),
            ("are there guided tours", ("11 a.m. and 2 p.m.",)),
            ("can i take pictures", ("Photography",)),
            ("is it wheelchair accessible", ("lift",)),
            ("can we get lunch there", ("light lunches",)),
            ("telephone number", ("555-0111",)),
            ("do you rent out rooms for weddings", ()),
            ("do you have dinosaurs", ()),
            ("is there free wifi", ()),
            ("do you buy old watches", ()),
        ],
    }.items()
    for question, heard in rows
)
