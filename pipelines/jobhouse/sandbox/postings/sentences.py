"""Sentences with gaps, joined into descriptions of about 2.5 KB when a job is served."""

from __future__ import annotations

from functools import cache

from jobhouse.sandbox.postings.seeded_random import stream

_PARAGRAPHS = 64
_TOPICS = {
    "about": (
        "We are a team that would rather ship a small thing on Tuesday than promise a large one for spring.",
        "Founded by people who had the problem themselves, we now serve customers in a dozen markets.",
        "Our offices are quiet, our meetings short and our handbook public.",
        "We grew by a third last year and expect to do so again without losing the way we work.",
        "Customers stay with us for seven years on average, and we mean to earn the eighth.",
        "What we make is used every day by people who never have to think about it.",
        "We were profitable before it was fashionable and remain independent.",
    ),
    "duties": (
        "You will own your work from the first sketch to the day it retires.",
        "You plan the quarter with your lead and the week by yourself.",
        "You will work with colleagues in four time zones and write things down so that they can follow.",
        "You review the work of others as carefully as you do your own.",
        "You keep an eye on cost, quality and deadlines, and speak up when two of the three are in danger.",
        "You will turn vague requests into clear questions, and clear questions into results.",
        "You represent the team towards partners, suppliers and, now and then, the regulator.",
        "You measure what you change, and undo it when the numbers say so.",
        "You help new colleagues to find their feet in their first ninety days.",
        "You improve our routines step by step and retire the ones that nobody misses.",
    ),
    "profile": (
        "You have done comparable work for several years, or can show us why that does not matter.",
        "You explain difficult matters in plain words, in writing and at a whiteboard.",
        "A degree is welcome; curiosity and patience are required.",
        "You are at ease with numbers and suspicious of those that look too good.",
        "You like to finish things.",
        "You can tell an urgent matter from a loud one.",
        "Experience in a regulated field is a plus and can be learnt here.",
        "You are authorised to work in the country of the position.",
    ),
    "offer": (
        "Health, dental and vision cover begins on your first day.",
        "We offer a pension plan with matching contributions, and paid leave that people really take.",
        "There is a yearly budget for courses, books and conferences, and time to use it.",
        "Working hours are flexible around a core from ten to three.",
        "Parental leave is sixteen weeks for everyone.",
        "You get good equipment and choose it yourself.",
        "Every second Friday is free of meetings.",
        "A share in the company is part of the package from the second year on.",
    ),
    "legal": (
        "We consider all qualified applicants without regard to origin, religion, sex, age or disability.",
        "If you need an adjustment in the process, tell us and we will arrange it.",
        "Unsolicited profiles from agencies are not accepted.",
        "We never ask applicants for money; be wary of anyone who does so in our name.",
        "Background checks follow local law and only after an offer.",
    ),
}
_HEADINGS = {
    "about": "About us",
    "duties": "What you will do",
    "profile": "What you bring",
    "offer": "What we offer",
    "legal": "Good to know",
}
_PLAN = ("about", "duties", "duties", "profile", "profile", "offer", "legal")


@cache
def _pool(topic: str) -> tuple[str, ...]:
    """The paragraphs of one topic: prose or bullets, three to six sentences each."""
    draw = stream("phrases", topic)
    made: list[str] = []
    for number in range(_PARAGRAPHS):
        chosen = draw.sample(_TOPICS[topic], draw.randint(3, min(6, len(_TOPICS[topic]))))
        bullets = number % 2 and topic != "about"
        made.append("\n".join(f"- {line}" for line in chosen) if bullets else " ".join(chosen))
    return tuple(made)


@cache
def _plan() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((_HEADINGS[topic], _pool(topic)) for topic in _PLAN)


def describe(intro: str, outro: str, bits: int) -> str:
    """A description of 1 to 5 KB between `intro` and `outro`; `bits` (64) choose length and wording."""
    parts = [intro]
    length = 2 + bits % 5  # of the seven parts of the plan
    last = ""
    for heading, pool in _plan()[:length]:
        bits >>= 6
        if heading != last:
            parts.append(heading)
            last = heading
        parts.append(pool[bits % _PARAGRAPHS])
        parts.append(pool[(bits >> 3) * 7 % _PARAGRAPHS])
    parts.append(outro)
    return "\n\n".join(parts)
