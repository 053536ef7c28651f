"""What callers say in each mood, in our own words.

Every line of a mood is a weight and phrases divided by commas. A weight below 1 is a
hint that never decides alone, 2 speaks clearly, 3 says it outright. Phrases are lower
case, without apostrophes or other punctuation. The longest one that fits wins and uses
its words up, so the neutral phrases (weight 0) also protect their words from being
misread, as in "no problem" or "whatever time suits you".
"""

CUES: dict[str, tuple[tuple[float, str], ...]] = {
    "happy": (
        (3.0, "thank you so much, thank you so very much, thanks so much, thanks a million"),
        (3.0, "perfect thank you, perfect thanks, great thanks, great thank you"),
        (3.0, "thats great thanks, thats great thank you, wonderful thank you"),
        (3.0, "amazing thank you, brilliant thank you, awesome thanks, awesome thank you"),
        (3.0, "excellent thank you, made my day, over the moon, so happy, love it"),
        (3.0, "i love this, best ever, you are the best, youre the best, youre a star"),
        (3.0, "youre a legend, you saved me, thank you thank you, thank god, bless you"),
        (3.0, "best news, could kiss you, so excited"),
        (2.0, "i love, loved it, haha, hahaha, lol, yay, hooray, woohoo, wow thank you"),
        (2.0, "fantastic, amazing, awesome, wonderful, brilliant, delighted, thrilled"),
        (2.0, "chuffed, overjoyed, hilarious, so funny, thats funny, beautiful, superb"),
        (2.0, "absolutely perfect, oh my god, really appreciate, very happy"),
        (2.0, "cant stop smiling, excellent"),
        (1.4, "the best, happy, lovely, joy, congratulations, nice to see you"),
        (1.4, "nice chatting"),
    ),
    "satisfied": (
        (3.0, "thanks again, thank you again, thatll do, that will do, thats all i needed"),
        (2.4, "thank you, thanks, cheers, thats better, much better, that works"),
        (2.4, "works for me, sounds good, sounds great, makes sense, good to know"),
        (2.4, "got it thanks, all good, thats helpful, very helpful, that helps"),
        (2.4, "that helped, thats what i needed, im glad, glad to hear, what a relief"),
        (2.4, "phew, thats a relief, weight off, all sorted"),
        (2.0, "perfect, great, thats good, thats fine by me, good good, okay good"),
        (2.0, "fair enough, appreciate, appreciated, well done, good job, suits me"),
        (2.0, "suits us, thats clear"),
        (1.4, "good, nice, glad, sorted, helpful, that would be all, thats all, thats fair"),
        (1.4, "grand"),
        (0.8, "better, got it, i see, yes please, sweet, ta, works, no thanks"),
    ),
    "engaged": (
        (3.0, "tell me more, cant wait, looking forward, im curious, im intrigued"),
        (3.0, "id love to"),
        (2.4, "very interesting, how interesting, thats interesting, sounds interesting"),
        (2.4, "i wonder, did you know, ive always wondered, sounds fun, sounds like fun"),
        (2.4, "im interested"),
        (2.0, "interesting, fascinating, intrigued, curious, excited, ooh, do tell, go on"),
        (2.0, "wed love to, i would love to, more about, sounds amazing, no way"),
        (2.0, "count me in"),
        (1.4, "thats cool, cool, i didnt know, how does it, how does that work, what else"),
        (1.4, "wow, how many would, is it true that"),
        (0.8, "how many, do they, do you know"),
    ),
    "neutral": (
        (0.0, "no problem, no worries, whatever time works, whatever time, whatever day"),
        (0.0, "happy hour, whatever works, whatever you recommend, whatever is"),
        (0.0, "whatever you have, whats wrong with, good morning, good afternoon"),
        (0.0, "good evening, good day, good friday, happy to, happy with any, any better"),
        (0.0, "something else, im sorry to bother you, sorry to bother, at the latest"),
        (0.0, "try again, best time, best way, best number, cool down, how good"),
        (0.0, "how much better, mean time, by any chance, i dont mind, great aunt"),
        (0.0, "nice and early, dont worry, not a problem, would you mind, lost property"),
        (0.0, "still open, good price, happy with, would be great, would be good"),
        (0.0, "would be lovely, thats right, charged per, supposed to be open"),
        (0.0, "already have, still available, im happy to"),
    ),
    "confused": (
        (3.0, "i dont understand, dont understand, im confused, im lost, you lost me"),
        (3.0, "youve lost me, what do you mean, what does that mean, what does it mean"),
        (3.0, "im not following, doesnt make sense, makes no sense, i dont get it"),
        (3.0, "not sure what you mean, confusing"),
        (2.4, "im not sure i, i dont follow, i didnt get that"),
        (2.4, "what is that supposed to mean, not sure what, dont know what, what was that"),
        (2.4, "say that again, come again, confused"),
        (2.0, "im not sure, i dont know, i thought it was, how do i know, which one is it"),
        (2.0, "i cant tell, wait what, sorry what, what sorry, huh what, do you mean"),
        (2.0, "what did you say"),
        (1.4, "i thought, which is it, am i supposed, or do i, or is it, or is that, um"),
        (1.4, "erm, eh"),
        (0.8, "hang on, huh, which ones, is that a, is that the"),
    ),
    "skeptical": (
        (3.0, "i dont believe, dont believe, hard to believe, ill believe it when"),
        (3.0, "pull the other, are you sure, are you certain, i doubt, sounds too good"),
        (3.0, "too good to be true"),
        (2.4, "yeah right, i find that, says who, prove it, is that really true"),
        (2.4, "how do i know youre, is this a scam, sounds like a scam, whats the catch"),
        (2.4, "wheres the catch, how convenient"),
        (2.0, "really now, not convinced, suspicious, doubt, doubtful, skeptical"),
        (2.0, "if you say so, uh huh, hmm, supposedly, so you say, can i trust, dont trust"),
        (2.0, "scam, nice try, allegedly"),
        (1.4, "funny how, thats what you said, thats what they said, believe it"),
        (1.4, "sure you are, really"),
        (1.2, "actually true, honestly true, for real, hidden fee, hidden fees"),
        (1.2, "small print, who says"),
    ),
    "disappointed": (
        (3.0, "im disappointed, so disappointed, what a shame, what a pity, thats a shame"),
        (3.0, "its a shame, thats a pity, let down, such a shame, i was hoping, id hoped"),
        (3.0, "i had hoped, i miss"),
        (2.4, "disappointed, disappointing, disappointment, too bad, oh no, heartbroken"),
        (2.4, "gutted, really wanted, looked forward, not what i expected, expected better"),
        (2.4, "expected more"),
        (2.0, "sad, shame, pity, unfortunately, upset, sadly, aw, bummer, i wish"),
        (2.0, "depressing, sucks, thats bad news, not as good, worried, lonely, i regret"),
        (2.0, "feel bad, poor thing"),
        (1.2, "hoped, expected, oh dear, oh well thats, the whole point, and everything"),
        (1.2, "missed, ah no"),
        (0.8, "was supposed to be, was the only, it was only, scared, afraid that, hurts"),
    ),
    "frustrated": (
        (3.0, "doesnt help, didnt help, does not help, did not help, not helping, not helpful"),
        (3.0, "no help, useless answer"),
        (3.0, "i already told, i told you, ive told you, already said, i just said"),
        (3.0, "how many times, for the third time, ridiculous, fed up, sick of"),
        (3.0, "sick and tired, waste of time, wasting my time, this is a joke"),
        (3.0, "still waiting, still hasnt, still not working, oh for heavens sake"),
        (3.0, "for gods sake, for crying out loud, had enough, unacceptable"),
        (2.4, "every single time, keeps happening, keep asking, keep getting, keeps saying"),
        (2.4, "annoying, frustrated, frustrating, annoyed, irritating, doesnt work"),
        (2.4, "didnt work, isnt working, been waiting, i asked, thats not what i asked"),
        (2.4, "you said, nobody answers, come on, not what i asked, answer my question"),
        (2.4, "answer the question, why cant you, just answer"),
        (2.0, "not working, no good, wont let me, never works, again and again, over and over"),
        (2.0, "complaint, what am i supposed, hurry up, taking so long, takes so long"),
        (2.0, "this is the third, wrong again, cant even, why wont, terrible service"),
        (2.0, "poor service, no use, damn"),
        (1.4, "ive been, i tried, ive tried, why is it, waste, nobody, nonsense"),
        (1.2, "why do i have to, why am i, it keeps, this is the, three times"),
        (0.8, "wrong, every time, bad, terrible, where exactly, why, still, already"),
        (0.8, "supposed to, problem, charged, awful"),
    ),
    "angry": (
        (3.0, "how dare you, dont you dare, you people, shut up, go to hell, screw you"),
        (3.0, "fuck you, sue you, see you in court, my lawyer, my solicitor"),
        (3.0, "calling the police, i hate you, idiot, idiots, moron, morons, liar, liars"),
        (3.0, "crooks, thieves, disgusting, you should be, absolute disgrace, a disgrace"),
        (3.0, "disgraceful, piece of junk, piece of crap, scumbag"),
        (2.4, "fuck, fucking, bullshit, outrageous, furious, pathetic, lot of you"),
        (2.4, "ashamed of, scum"),
        (2.0, "hate, stupid, shit, bloody, lying, robbed, stole, bastard, bastards, dumb"),
        (2.0, "incompetent"),
        (1.4, "hell, crap, useless, worst, hate this, rip off, kill, crazy"),
    ),
    "resigned": (
        (3.0, "whatever, whatever you say, never mind, nevermind, forget it, i give up"),
        (3.0, "dont bother, whats the point, no point, it doesnt matter, doesnt matter"),
        (3.0, "who cares, ive given up"),
        (2.4, "oh well, so be it, it is what it is, fine then, leave it, just leave it"),
        (2.4, "i guess so, i suppose so, not worth it, ill just, why bother"),
        (2.4, "cant be bothered, thats that, so what"),
        (2.0, "nah, as usual, no use asking, ill manage, ah well, no matter"),
        (1.4, "figures, typical, of course it is, what can you do, nothing works"),
        (1.4, "let it go, anyway, bye then"),
        (1.1, "i guess, i suppose, its fine, fine, ill go elsewhere"),
    ),
}

EMOJI: dict[str, tuple[str, float]] = {
    **dict.fromkeys("😀😁😂🤣😃😄😊😍🥰🎉❤", ("happy", 2.0)),
    **dict.fromkeys("👍🙂😌🙏", ("satisfied", 2.0)),
    **dict.fromkeys("🤔🙄", ("skeptical", 2.0)),
    **dict.fromkeys("😕❓", ("confused", 2.0)),
    **dict.fromkeys("😞😢😭😔☹💔", ("disappointed", 2.0)),
    **dict.fromkeys("😤😩😒👎", ("frustrated", 2.0)),
    **dict.fromkeys("😠😡🤬🖕", ("angry", 3.0)),
    **dict.fromkeys("🤷😑", ("resigned", 2.0)),
}


def _words(line: str) -> list[str]:
    return line.split()


NEGATORS = frozenset(
    _words("not never isnt wasnt arent dont doesnt didnt cant couldnt wont wouldnt without")
)
"""Words that turn what follows within three words around."""

NEGATED: dict[str, tuple[str, float]] = {
    "happy": ("disappointed", 1.0),
    "satisfied": ("frustrated", 1.0),
    "engaged": ("resigned", 0.8),
    "angry": ("neutral", 0.0),
    "frustrated": ("neutral", 0.0),
    "disappointed": ("satisfied", 0.5),
    "skeptical": ("satisfied", 0.5),
    "confused": ("satisfied", 0.5),
    "resigned": ("neutral", 0.0),
}
"""What a negated cue says instead, and how much of its weight is left."""

INTENSIFIERS: dict[str, float] = {
    **dict.fromkeys(_words("very so really absolutely totally completely extremely such"), 1.4),
    **dict.fromkeys(_words("too just much quite pretty"), 1.15),
    **dict.fromkeys(_words("slightly bit somewhat kinda little maybe"), 0.7),
}
"""Words that strengthen or weaken the cue right after them."""
