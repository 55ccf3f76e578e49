"""The reasons to refuse an act: each rule yields the sentences that speak against it.

Refused is only what would leave the record broken (rule T6): unknown names, contradictions inside
the act, impossible intervals. Whatever else is odd is accepted.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ledger.dates import format_instant
from ledger.errors import DipledgerError, Refused
from ledger.kinds import Need
from ledger.near import near
from ledger.parties import near_parties
from ledger.placing import act_time, lower_bound
from ledger.refs import ACT_FIELDS, act_refs, full, name_of, point_refs, short, thread_of
from ledger.state import likeness
from ledger.who_may import WHO_MAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.acts import Act
    from ledger.commands import RecordAct
    from ledger.dates import ActDate
    from ledger.state import World


def unknown_party(world: World, code: str) -> Refused:
    """No such party, with near misses."""
    return Refused(
        f"there is no party {code}",
        near=near_parties(code, world.parties),
        mend="See `dipledger party list`, or register it with `dipledger party add`.",
        rule="T6",
    )


def unknown_thread(world: World, thread: str) -> Refused:
    """No such thread, with near misses."""
    return Refused(
        f"there is no thread {thread}",
        near=near(thread, sorted(world.thread_ids)),
        mend=f'Open it with `dipledger thread open {thread} --title "…"`.',
        rule="T6",
    )


def check_parties(world: World, codes: Iterable[str]) -> Iterator[Refused]:
    """One refusal for each code that names no party."""
    for code in sorted(set(codes)):
        if world.party(code) is None:
            yield unknown_party(world, code)


def identity(world: World, command: RecordAct) -> Iterator[DipledgerError]:
    """An id is used once in its thread, and the same act is recorded once (section 5)."""
    act, thread = command.act, world.threads[command.thread]
    if act.id in thread.recorded and act.id not in thread.acts:
        yield Refused(
            f"the id {command.ref} is taken by a retracted act",
            mend="Give this one another id, or take the retraction back.",
        )
        return
    if act.id in thread.acts:
        same = thread.acts[act.id] == act
        what = "is already recorded" if same else "is taken by another act"
        mend = (
            "Nothing needs to be done."
            if same
            else "Give this one another id, with `id` in a file or `--id`."
        )
        yield Refused(f"the act {command.ref} {what}", mend=mend)
        return
    if command.another:
        return
    for alike in thread.alike.get(likeness(act), ()):
        if thread.acts[alike].model_copy(update={"id": act.id}) == act:
            yield Refused(
                f"the same act is already recorded as {thread.id}/{alike}",
                mend="If it did happen twice, say so with `--another`.",
            )


def known_parties(world: World, command: RecordAct) -> Iterator[DipledgerError]:
    """Every code names a party (rule T6)."""
    yield from check_parties(world, parties_named(command.act))


def parties_named(act: Act) -> set[str]:
    """Every party code in an act."""
    codes = {*act.senders, *act.addressees, *act.on_behalf_of, *act.copied_to, *act.handed_to}
    codes |= {label.party for label in act.labels}
    codes |= {person.party for person in act.persons if person.party is not None}
    codes |= {assessment.by for assessment in act.assessments if assessment.by is not None}
    for point in act.points:
        codes |= {*point.addressees, *((point.raiser,) if point.raiser else ())}
    for answer in act.answers:
        codes |= {*answer.by, *answer.on_behalf_of}
    return codes


def substance(_world: World, command: RecordAct) -> Iterator[DipledgerError]:
    """An act says something, and brings what its kind has to bring (vocabulary)."""
    act = command.act
    kind = act.KIND
    named = bool(act.replies_to) or bool(act.answers)
    if kind.raises is Need.MUST and not act.points:
        yield Refused(f"a {kind.word} raises at least one point", mend='Add `--point "1: …"`.')
    if kind.raises is Need.MUST_NOT and act.points:
        yield Refused(f"a {kind.word} raises no points", mend=_other_kind("demand, request"))
    if kind.answers is Need.MUST and not named:
        yield Refused(
            f"a {kind.word} answers points, or an act as a whole",
            mend='Add `--answer "POINT=STANCE"` or `--replies-to ACT`.',
        )
    if kind.answers is Need.MUST_NOT and act.answers:
        yield Refused(f"a {kind.word} gives no answers", mend=_other_kind("reply, statement"))
    if kind.word == "withdrawal" and not (act.withdraws or act.withdraws_acts):
        yield Refused(
            "a withdrawal names what is withdrawn",
            mend="Add `--withdraws POINT`, or `--withdraws-act ACT` for an offer of talks.",
        )
    if not _says_something(act):
        yield Refused(
            "the act is empty: it says nothing and refers to nothing",
            mend="Add a `--summary`, a `--point`, an `--answer` or a reference.",
        )


def _other_kind(kinds: str) -> str:
    return f"Record it as another kind ({kinds} …), or leave them out."


_SUBSTANCE = (
    "summary",
    "text",
    "points",
    "answers",
    "assessments",
    *ACT_FIELDS,
    "withdraws",
    "effects",
    "terms",
    "measure",
    "sealed",
)


def _says_something(act: Act) -> bool:
    return any(getattr(act, field, None) for field in _SUBSTANCE)


def labels(world: World, command: RecordAct) -> Iterator[DipledgerError]:
    """A label is used once; parents form no circle; one giver answers a point once."""
    act, thread = command.act, world.threads[command.thread]
    for label, count in Counter(point.label for point in act.points).items():
        if count > 1:
            yield Refused(f"the label {label} is given to {count} points of the act")
        elif label in thread.owners:
            yield Refused(
                f"the label {label} is taken by a point of {thread.id}/{thread.owners[label]}",
                mend="Give the new point another label.",
            )
    parents = {point.label: point.parent for point in act.points}
    for point in act.points:
        seen = {point.label}
        above = point.parent
        while above in parents:
            if above in seen:
                yield Refused(f"the point {point.label} is its own parent, through {above}")
                break
            seen.add(above)
            above = parents[above]
    twice = Counter(
        (answer.point, giver) for answer in act.answers for giver in answer.by or act.senders
    )
    for (ref, giver), count in twice.items():
        if count > 1:
            yield Refused(
                f"{giver} answers the point {ref} {count} times in one act",
                mend="An act gives one stance on a point; use sub-points where the answer splits.",
            )


def references(world: World, command: RecordAct) -> Iterator[DipledgerError]:
    """Every reference names something that is there (rule T6)."""
    act, home = command.act, command.thread
    own = {full(point.label, home) for point in act.points}
    for field, ref in act_refs(act, home):
        if ref == command.ref:
            yield Refused(f"the act refers to itself in {field}", rule="T6")
        elif world.act(ref) is None:
            yield _unknown(world, "act", field, ref, home)
    for field, ref in point_refs(act, home):
        if ref not in own and world.owner(ref) is None:
            yield _unknown(world, "point", field, ref, home)
    for effect in act.effects:
        if effect.thread is not None and effect.thread not in world.thread_ids:
            yield unknown_thread(world, effect.thread)


def _unknown(world: World, what: str, field: str, ref: str, home: str) -> Refused:
    thread = world.threads.get(thread_of(ref))
    if thread is None:
        return unknown_thread(world, thread_of(ref))
    names = thread.acts if what == "act" else thread.owners
    close = [short(full(name, thread.id), home) for name in near(name_of(ref), names)]
    command = "acts" if what == "act" else "points"
    return Refused(
        f"{field} names the {what} {short(ref, home)}, which is not there",
        near=close,
        mend=f"See `dipledger {command} {thread.id}`.",
        rule="T6",
    )


def times(_world: World, command: RecordAct) -> Iterator[DipledgerError]:
    """No deadline before the act, an extension has one, a preference is single (rules T1, T6)."""
    act = command.act
    earliest, _ = act_time(act)
    if act.extends and act.deadline is None:
        yield Refused("the act extends a deadline but gives none", mend="Add `--deadline`.")
    if act.deadline is not None and earliest is not None and _before(act.deadline, earliest):
        yield Refused(
            f"the deadline {act.deadline.text} is before the act ({format_instant(earliest)})",
            mend="Check both dates and their zones.",
            rule="T6",
        )
    preferred = Counter(claim.role for claim in act.dates if claim.preferred)
    for role, count in preferred.items():
        if count > 1:
            yield Refused(f"{count} claims of the date {role} are preferred; prefer one")
    known = {source.id for source in act.sources}
    cited = {claim.source for claim in act.dates}
    cited |= {claim.source for claim in act.claims}
    cited |= {record.source for record in act.disclosures}
    for source in sorted(source for source in cited - known if source is not None):
        yield Refused(f"a claim names the source {source}, which the act does not list")


def replies_in_time(world: World, command: RecordAct) -> Iterator[DipledgerError]:
    """No act is certainly earlier than one it answers, directly or through others (T2, T6)."""
    _, latest = act_time(command.act)
    bound = lower_bound(world, command.ref, command.act)
    if latest is None or bound is None:
        return
    earliest, ref = bound
    if earliest > latest:
        yield Refused(
            f"{command.ref} ({format_instant(latest)} at the latest) would answer "
            f"{ref} ({format_instant(earliest)} at the earliest)",
            mend="Check the dates and the references of both acts.",
            rule="T2",
        )


def _before(date: ActDate, instant: int) -> bool:
    return date.latest is not None and date.latest < instant


RULES = (
    known_parties,
    substance,
    labels,
    references,
    *WHO_MAY,
    times,
    replies_in_time,
)
"""Every rule on what an act says, in the order in which its sentences are told; `identity` comes
before them, since of an act that is there already nothing else matters."""
