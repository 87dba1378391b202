"""An answer for people: one line, then tables; everything here is plain text and plain rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from foedera import actors
from foedera.errors import UnknownActor
from foedera.obligations.answer import Answer, Round, unique
from foedera.obligations.conditions import Settled
from foedera.obligations.duties import Breach, Duty
from foedera.obligations.exposures import Exposure, exposures_of
from foedera.obligations.rules import POSITIONS
from foedera.record.model import Instrument

if TYPE_CHECKING:
    from foedera.record import Record

Row = dict[str, str]
ACTIVE = POSITIONS[:5]
CALLS = ("defend", "join_attack")
POSITION_WORDS = {
    "torn": "torn",
    "must_defend": "must defend",
    "must_join_attack": "must join the attack",
    "may_defend": "may have to defend",
    "may_join_attack": "may have to join the attack",
    "barred": "barred",
    "consult": "must consult",
    "uninvolved": "uninvolved",
}
RESPONSE_WORDS = {
    "defend": "defend",
    "join_attack": "join the attack of",
    "not_aid": "give no aid against",
    "not_attack": "not attack",
    "consult": "consult",
}
BREACH_WORDS = {"nonaggression": "pledged not to attack it", "attacks_ally": "is bound to it"}
_MANY = 12
_SHORT = 64


@dataclass(frozen=True, slots=True)
class View:
    """An answer with what readers need beside it: titles of sources by key, and exposures."""

    answer: Answer
    titles: Mapping[str, str] = field(default_factory=dict)
    exposures: Sequence[Exposure] = ()

    def name(self, code: str) -> str:
        """The short name of a state on the day; the code where the table has none."""
        return _name(code, self.answer.scenario.date.isoformat())

    def names(self, codes: Iterable[str]) -> str:
        """Names in alphabetical order, joined by commas."""
        return ", ".join(sorted(self.name(c) for c in codes))

    def source(self, keys: Sequence[str]) -> str:
        """The titles of sources, the first few."""
        titles = unique(self.titles.get(key) or key for key in keys)
        more = f" and {len(titles) - 2} more" if len(titles) > 2 else ""
        return "; ".join(titles[:2]) + more


@cache
def _name(code: str, day: str) -> str:
    try:
        return actors.get(code, day).name
    except UnknownActor:
        return code


def summary(view: View) -> str:
    """The answer in one line."""
    answer = view.answer
    targets = view.names(answer.scenario.targets)
    parts = [
        _who(view, "must_defend", f"must defend {targets}"),
        _who(view, "must_join_attack", "must join the attack"),
    ]
    if answer.holding("torn"):
        parts.append(_who(view, "torn", "torn"))
    for position in ("may_defend", "may_join_attack"):
        held = answer.holding(position)
        if held:
            parts.append(f"{len(held)} {POSITION_WORDS[position]}")
    possible = answer.joiners("possible")
    parts.append(f"possible spread: {_size(possible)}")
    return "; ".join(parts) + "."


def _who(view: View, position: str, words: str) -> str:
    held = view.answer.holding(position)
    noun = "1 state" if len(held) == 1 else f"{len(held)} states"
    verb = ("is " if len(held) == 1 else "are ") if position == "torn" else ""
    named = f": {view.names(held)}" if 0 < len(held) <= _MANY else ""
    return f"{noun} {verb}{words}{named}"


def _size(joined: Round) -> str:
    if not joined.attackers and not joined.targets:
        return "none"
    return f"{len(joined.targets)} on the side of the attacked, {len(joined.attackers)} of the attacker"


def duty_rows(view: View, positions: Sequence[str] = POSITIONS) -> list[Row]:
    """Every duty of the states in `positions`, strongest position first."""
    answer = view.answer
    order = {p: n for n, p in enumerate(POSITIONS)}
    duties = [d for d in answer.duties if answer.positions.get(d.state) in positions]
    duties.sort(key=lambda d: (order[answer.positions[d.state]], view.name(d.state), _strength(d)))
    return [_duty_row(view, d) for d in duties]


def _strength(duty: Duty) -> tuple[int, bool, str, str]:
    responses = list(RESPONSE_WORDS)
    return responses.index(duty.response), duty.force != "must", duty.instrument.id, duty.toward


def _duty_row(view: View, duty: Duty) -> Row:
    sources = unique(p.source for p in view.answer.provisions_behind(duty))
    return {
        "state": view.name(duty.state),
        "position": POSITION_WORDS[view.answer.positions[duty.state]],
        "duty": _duty_words(view, duty) + (" (within the alliance)" if duty.within_alliance else ""),
        "force": duty.force,
        "treaty": treaty_words(duty.instrument, duty.provision.term.article),
        "conditions": condition_words(view, duty.conditions),
        "source": view.source(sources),
    }


def _duty_words(view: View, duty: Duty) -> str:
    toward = view.name(duty.toward)
    if duty.response == "not_aid":
        scenario = view.answer.scenario
        against = scenario.targets if duty.toward in scenario.attackers else scenario.attackers
        return f"give no aid to {view.names(against)} (owed to {toward})"
    return f"{RESPONSE_WORDS[duty.response]} {toward}"


def treaty_words(instrument: Instrument, article: str | None = None, limit: int = 400) -> str:
    """A treaty with its date, its key in the record and, where known, the article.

    One of which only the signature is on record says so: that it binds is then not certain.
    """
    unsure = "; entry into force not on record" if instrument.signed_only else ""
    dated = f" ({instrument.signed}{unsure})" if instrument.signed else ""
    where = f", {_article_words(article)}" if article else ""
    return f"{_shortened(instrument.title, limit)}{dated}{where} [{instrument.id}]"


def _article_words(article: str) -> str:
    return f"Art. {article}" if article[:1].isdigit() or set(article) <= set("IVX") else article


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def condition_words(view: View, conditions: Sequence[Settled]) -> str:
    """Each condition with its status and what settled it."""
    return "; ".join(f"{c.name}: {c.status} ({c.words(view.name)})" for c in conditions)


def called_rows(view: View) -> list[Row]:
    """Duties to defend or to join; states that owe the same under the same treaty share a row."""
    return _shared(view, [d for d in view.answer.duties if d.response in CALLS])


def other_rows(view: View) -> list[Row]:
    """Duties to keep out, to give no aid or to consult, of all states; most widely owed first."""
    rows = _shared(view, [d for d in view.answer.duties if d.response not in CALLS])
    return sorted(rows, key=lambda r: -int(r["n"]))


def _shared(view: View, duties: Iterable[Duty]) -> list[Row]:
    order = {p: n for n, p in enumerate(POSITIONS)}
    ranked = sorted(duties, key=lambda d: (order[view.answer.positions[d.state]], _strength(d)))
    grouped: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for duty in ranked:
        row = _duty_row(view, duty)
        shared = {
            "duty": f"{row['force']} {row['duty']}",
            "treaty": treaty_words(duty.instrument, duty.provision.term.article, _SHORT),
            "conditions": row["conditions"],
            "source": "; ".join(_shortened(title, _SHORT // 2) for title in row["source"].split("; ")),
        }
        grouped.setdefault(tuple(shared.items()), []).append(duty.state)
    return [{"n": str(len(states)), "states": view.names(states), **dict(shared)} for shared, states in grouped.items()]


def breach_rows(view: View) -> list[Row]:
    """Treaties that the attack itself breaks."""
    return [
        {
            "state": view.name(b.state),
            "toward": view.name(b.toward),
            "why": BREACH_WORDS[b.kind],
            "treaty": treaty_words(b.instrument, _article(b), _SHORT),
            "source": view.source(unique(p.source for p in b.provisions)),
        }
        for b in view.answer.breaches
    ]


def _article(breach: Breach) -> str | None:
    """The article that the attack breaks: of the pledge, where there is one."""
    pledges = [p for p in breach.provisions if p.term.obligation == "nonaggression"]
    return (pledges or list(breach.provisions))[0].term.article


def torn_rows(view: View) -> list[Row]:
    """Who is torn, and between what; states torn for the same reason share a row."""
    reasons: dict[str, list[str]] = {}
    for code in view.answer.holding("torn"):
        reasons.setdefault(_torn_why(view, code), []).append(code)
    return [{"states": view.names(codes), "why": why} for why, codes in reasons.items()]


def _torn_why(view: View, code: str) -> str:
    musts = [d for d in view.answer.duties if d.state == code and d.force == "must"]
    active = [d for d in musts if d.response in CALLS]
    inside = [d for d in active if d.within_alliance]
    if inside:
        outside = [d for d in active if not d.within_alliance]
        beside = f"; outside of it {_under(view, outside)}" if outside else ""
        return "; ".join(unique(_inside_why(view, d) for d in inside)) + beside
    restraints = [d for d in musts if d.response in ("not_aid", "not_attack") and _clashes(view, d, active)]
    defends = [d for d in active if d.response == "defend"]
    joins = [d for d in active if d.response == "join_attack"]
    return "; but ".join(_under(view, some) for some in (defends, joins, restraints) if some)


def _under(view: View, duties: list[Duty]) -> str:
    """What duties ask, each once, with the treaties that ask it."""
    treaties: dict[str, list[str]] = {}
    for duty in duties:
        treaties.setdefault(_duty_words(view, duty), []).append(duty.instrument.title)
    return " and ".join(f"must {words} ({'; '.join(unique(t))})" for words, t in treaties.items())


def _inside_why(view: View, duty: Duty) -> str:
    scenario = view.answer.scenario
    bound = view.names({p.code for p in duty.instrument.parties} & {*scenario.attackers, *scenario.targets})
    return f"must {_duty_words(view, duty)} ({duty.instrument.title}), but the treaty binds {bound} alike"


def _clashes(view: View, duty: Duty, active: list[Duty]) -> bool:
    """Does a restraint forbid one of the active duties?"""
    to_attacker = duty.toward in view.answer.scenario.attackers
    against = "defend" if to_attacker else "join_attack"
    return any(d.response == against for d in active) and (duty.response == "not_aid" or not to_attacker)


def round_rows(view: View) -> list[Row]:
    """Who joins whom, round by round, in each bound."""
    rows = []
    for bound, rounds in (("certain", view.answer.certain), ("possible", view.answer.possible)):
        for number, joined in enumerate(rounds, start=1):
            rows.append(
                {
                    "bound": bound,
                    "round": str(number),
                    "join the attacked": view.names(joined.targets),
                    "join the attacker": view.names(joined.attackers),
                }
            )
    return rows


def source_rows(view: View) -> list[Row]:
    """Which sources speak for the day."""
    return [
        {
            "source": n.group,
            "covers": f"{n.since or ''} to {n.until or ''}" if n.since or n.until else "",
            "used": "yes" if n.used else "no",
            "treaties": str(n.treaties),
            "note": n.note,
        }
        for n in view.answer.notes
    ]


def exposure_rows(view: View) -> list[Row]:
    """What is no obligation, but exposes a state."""
    return [
        {
            "state": view.name(e.state),
            "tie": f"{e.how} {view.name(e.toward)} ({e.side})",
            "newest": e.latest.claim.name or ", ".join(e.latest.claim.items[:3]) or "",
            "date": e.latest.claim.date or e.latest.claim.period or "",
            "claims": str(e.claims),
            "source": view.source([e.latest.source]),
        }
        for e in view.exposures
    ]


Section = tuple[str, Callable[[View], list[Row]], tuple[str, ...]]
SECTIONS: tuple[Section, ...] = (
    ("Who is called on", called_rows, ("states", "duty", "treaty", "conditions", "source")),
    ("Who is torn, and why", torn_rows, ("states", "why")),
    ("Breaches: treaties that the attack itself breaks", breach_rows, ("state", "toward", "why", "treaty", "source")),
    ("How it may spread", round_rows, ("bound", "round", "join the attacked", "join the attacker")),
    ("Who must keep out, or consult", other_rows, ("n", "duty", "treaty", "conditions", "states")),
    ("Which sources speak for the day", source_rows, ("source", "covers", "used", "treaties", "note")),
    (
        "No obligation, but exposed: forces, arms, exercises on record",
        exposure_rows,
        ("state", "tie", "newest", "date", "claims", "source"),
    ),
)


def sections(view: View) -> list[tuple[str, tuple[str, ...], list[Row]]]:
    """Heading, columns and rows of every part that is not empty, in the order to be read."""
    made = ((heading, columns, rows(view)) for heading, rows, columns in SECTIONS)
    return [part for part in made if part[2]]


def view_of(
    record: Record,
    answer: Answer,
    *,
    groups: Sequence[str] | None = None,
    include_texts: bool = False,
    exposures: bool = True,
) -> View:
    """The answer with the titles of its sources and, if wanted, who is exposed without being obliged."""
    exposed = exposures_of(record, answer.scenario, groups=groups, include_texts=include_texts) if exposures else ()
    return View(answer, {s.key: s.title for s in record.sources()}, exposed)
