"""The first case by options alone, command by command, gives the same state as the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Runner

US, NATO = "us-russia-2021", "nato-russia-2021"
REPORT = (
    "News report, “US delivers written reply to Russia on security demands”, Washington, "
    "27 January [C2] {id=report, published=2022-01-27, basis=report}"
)
TREATY = (
    "Ministry of Foreign Affairs of the Russian Federation, draft treaty published on "
    "17 December 2021 [A1] {id=ministry, published=2021-12-17, basis=original}"
)
AGREEMENT = TREATY.replace("draft treaty", "draft agreement")
PRESS = (
    "NATO, statement by the Secretary General to the press, 26 January 2022 "
    "[A1] {id=nato, published=2022-01-26, basis=original}"
)
BLINKEN = "Antony Blinken (Secretary of State) [USA]"
BIDEN = "Joe Biden (President) [USA]"
STOLTENBERG = "Jens Stoltenberg (Secretary General) [NATO]"
ONLY = "Only Ukraine and NATO decide on Ukraine's future membership"

US_CONCERNS = (
    "us-concerns(kind=concern, contents=partial): Concerns of the United States, its allies "
    "and partners about Russian actions that undermine security"
)

US_PROPOSALS = (
    "us-proposals(kind=proposal, contents=none): Proposals of the United States for areas "
    "where common ground may be found"
)

TALKS = (
    "talks: Talks on a reciprocal basis, on Moscow's concerns and on those of Washington "
    "and its allies"
)


def announced(part: str, day: str = "2022-01-26", by: str = " by Antony Blinken") -> list[str]:
    """The option for one disclosure."""
    return ["--disclosed", f"{part} announced {day}{by} {{source=report}}"]


COMMANDS: tuple[list[str], ...] = (
    [
        *["thread", "open", US],
        *["--title", "Security guarantees that Russia demands of the United States"],
        *["--party", "RUS", "--party", "USA", "--zone", "Europe/Moscow"],
        *["--tag", "security guarantees"],
    ],
    [
        *["thread", "open", NATO],
        *["--title", "Security guarantees that Russia demands of NATO"],
        *["--party", "RUS", "--party", "NATO", "--zone", "Europe/Moscow"],
        *["--tag", "security guarantees"],
    ],
    [
        *["append", "demand", US, "--id", "draft-treaty", "--from", "RUS", "--to", "USA"],
        *["--when", "2021-12-15", "--published", "2021-12-17"],
        *["--instrument", "treaty-draft", "--medium", "written", "--place", "Moscow"],
        *["--person", "recipient=Karen Donfried (Assistant Secretary of State) [USA]"],
        *["--disclosure", "disclosed", "--source", TREATY],
        "--summary",
        "A draft treaty on security guarantees is handed over, and published two days later.",
        *["--point", "forces: NATO withdraws its forces from Eastern Europe"],
        *["--point", "ukraine: Ukraine is assured never to join NATO"],
        *["--point", "open-door: NATO closes its doors to former Soviet states"],
        "--point",
        "engagement: The United States stops engaging militarily with countries globally",
        "--point",
        "concerns(kind=concern, contents=partial): Russia's concerns for its own security",
    ],
    [
        *["append", "demand", NATO, "--id", "draft-agreement", "--from", "RUS", "--to", "NATO"],
        *["--when", "2021-12-15", "--published", "2021-12-17"],
        *["--instrument", "treaty-draft", "--medium", "written", "--place", "Moscow"],
        *["--disclosure", "disclosed", "--source", AGREEMENT],
        "--summary",
        "A draft agreement with the members of NATO is handed over with the draft treaty.",
        *["--point", "forces: NATO withdraws the forces it has placed in Eastern Europe"],
        *["--point", "ukraine: NATO takes in no further members, Ukraine included"],
    ],
    [
        *["append", "measure", US, "--id", "troop-massing", "--from", "RUS"],
        *["--when", "2021-11/2022-01-26", "--sequence", "1", "--measure", "troop-movement"],
        *["--quantity", "more-than 100000 troops", "--place", "Russia's border with Ukraine"],
        *["--about", "draft-treaty", "--source", REPORT],
        "--summary",
        "Russia masses troops on Ukraine's border and gives its demands as the reason.",
    ],
    [
        *["append", "reply", US, "--id", "us-reply", "--from", "USA", "--to", "RUS"],
        *["--when", "2022-01-26", "--sequence", "2", "--medium", "written", "--place", "Moscow"],
        *["--person", "bearer=John Sullivan (Ambassador to Russia) [USA]"],
        *["--person", f"editor={BIDEN}", "--person", f"drafter={BIDEN}"],
        *["--person", f"announcer={BLINKEN}", "--contents", "partial"],
        *["--disclosure", "announced", *announced("existence"), *announced("gist")],
        *announced("answer:forces", "2022-01-27", ""),
        *announced("answer:ukraine"),
        *announced("answer:open-door"),
        *announced("answer:engagement"),
        *announced("point:us-concerns"),
        *announced("point:us-proposals"),
        "--summary",
        "A written reply whose text is not disclosed; what it says is known in substance only.",
        *["--replies-to", "draft-treaty", "--source", REPORT],
        *["--answer", "forces=reject: Reported as rejected with the demands as a whole"],
        *["--answer", "ukraine=reject: NATO does not close its door to Ukraine"],
        *["--answer", "open-door=reject: NATO does not close its doors to future applicants"],
        "--answer",
        "engagement=reject: The United States does not stop engaging militarily with others",
        "--answer",
        "concerns=undisclosed: A pragmatic evaluation of the concerns that Russia has raised",
        "--point",
        US_CONCERNS,
        "--point",
        US_PROPOSALS,
    ],
    [
        *["append", "statement", US, "--id", "blinken-briefing", "--from", "USA"],
        *["--when", "2022-01-26", "--sequence", "3", "--instrument", "press-briefing"],
        *["--medium", "broadcast", "--channel", "public"],
        *["--place", "Department of State, Washington", "--person", f"speaker={BLINKEN}"],
        *["--disclosure", "disclosed", "--announces", "us-reply", "--source", REPORT],
        "--summary",
        "The written reply is announced, said to repeat what was said in public before.",
    ],
    [
        *["append", "offer-talks", US, "--id", "us-talks-offer", "--from", "USA", "--to", "RUS"],
        *["--when", "2022-01-26", "--sequence", "4", "--instrument", "press-briefing"],
        *["--medium", "broadcast", "--channel", "public", "--terms", "reciprocal"],
        *["--person", f"speaker={BLINKEN}", "--disclosure", "disclosed"],
        *["--follows", "us-reply", "--source", REPORT],
        "--point",
        TALKS,
    ],
    [
        *["append", "statement", US, "--id", "membership-position"],
        *["--from", "USA", "--from", "NATO", "--when", "../2022-01-27"],
        *["--medium", "broadcast", "--channel", "public"],
        *["--person", f"speaker={BIDEN}", "--person", f"speaker={STOLTENBERG}"],
        *["--disclosure", "disclosed", "--summary", f"{ONLY}.", "--source", REPORT],
        *["--answer", f"ukraine=reject: {ONLY}"],
        *["--answer", f"{NATO}/ukraine=reject: {ONLY}"],
    ],
    [
        *["append", "reply", NATO, "--id", "nato-reply", "--from", "NATO", "--to", "RUS"],
        *["--when", "2022-01-26", "--medium", "written", "--contents", "none"],
        *["--person", f"announcer={STOLTENBERG}", "--disclosure", "announced"],
        *["--disclosed", "gist announced 2022-01-26 by Jens Stoltenberg {source=nato}"],
        *["--replies-to", "draft-agreement", "--source", PRESS],
        "--summary",
        "NATO conveys its own written reply on the same day; its text is not disclosed.",
    ],
)


@pytest.fixture
def by_options(dipledger: Runner) -> Runner:
    """The ledger of the settings, with the case recorded command by command; and the demo's."""
    dipledger("init").ok()
    for command in COMMANDS:
        dipledger(*command).ok()
    dipledger("demo").ok()
    return dipledger


def test_the_case_by_options_is_the_case_by_file(by_options: Runner) -> None:
    def data(*args: str) -> tuple[object, object]:
        options = by_options(*args, "--format", "json").ok().data
        return options, by_options("--ledger", "demo.dipledger", *args, "--format", "json").data

    for thread in (US, NATO):
        for day in ("2022-01-25", "2022-01-26", "2022-01-27", "today"):
            assert_same(data, "show", thread, "--as-of", day)
        assert_same(data, "timeline", thread)
        assert_same(data, "points", thread)
    assert_same(data, "owed")
    assert_same(data, "explain", f"{US}/ukraine")


def assert_same(data: Callable[..., tuple[object, object]], *args: str) -> None:
    """One question has one answer, whichever way the acts were recorded."""
    options, file = data(*args)
    assert options == file, args


def test_every_recorded_field_is_the_same_too(by_options: Runner) -> None:
    acts = by_options("acts", "--format", "json").ok().data
    refs = [one["ref"] for kind in acts.values() for one in kind]
    assert len(refs) == 8
    for ref in refs:
        options = by_options("show", ref, "--format", "json").ok().data
        file = by_options("--ledger", "demo.dipledger", "show", ref, "--format", "json").ok().data
        assert options["act"] == file["act"], ref
