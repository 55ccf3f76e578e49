"""The picture of a thread: what stands where, what is left out, and that nothing overlaps."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from cli.web.picture.axis import axis_of
from cli.web.picture.labels import box_of
from cli.web.picture.layout import layout
from cli.web.picture.shapes import SHAPES
from cli.web.picture.window import window_of
from cli.web.templating import environment
from ledger.commands import RecordAct
from ledger.errors import InputError
from ledger.kinds import KINDS
from ledger.moments import parse_moment
from projections.picture import picture_view
from projections.reader import Reader
from projections.views.acts import ActBrief
from projections.views.picture import PictureAct, PictureView
from tests.core.given import act, demand, lens, opened, reply
from tests.projections.cases import recorded
from tests.projections.logged import told

if TYPE_CHECKING:
    from cli.web.picture.drawing import Drawing, Drawings, Mark

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
SEED = Path(__file__).parents[2] / "cli" / "seed" / "us-russia-2021.yaml"
MOST_ELEMENTS = 1_500
PARTIES = [f"P{number}" for number in range(12)]


def pictured(*acts: Any, as_of: str = "2026-01-01", zone: str = "UTC") -> PictureView:  # noqa: ANN401
    log = told([opened(zone=zone), *(RecordAct("t", one) for one in acts)])
    with Reader(log) as reader:
        return reader.picture("t", lens(as_of))


def case(file: Path, thread: str, as_of: str, folder: Path) -> PictureView:
    with recorded(file, folder) as found:
        through = lens(as_of)
        return picture_view(found.source, thread, through)  # type: ignore[arg-type]


def marks(drawing: Drawing) -> dict[str, Mark]:
    return {one.act.brief.ref.partition("/")[2]: one for one in drawing.marks if one.act}


def html(drawings: Drawings) -> str:
    template = environment("en").from_string(
        '{% import "picture.html" as pic with context %}{{ pic.picture(drawings, url) }}'
    )
    return template.render(drawings=drawings, url=_url)


def _url(name: str, **values: object) -> str:
    return f"/{name}?" + "&".join(f"{key}={value}" for key, value in values.items())


def svgs(text: str) -> list[str]:
    return re.findall(r'<svg class="timeline" .*?</svg>', text, re.DOTALL)


def no_two_overlap(drawing: Drawing) -> bool:
    boxes = [box_of(label) for label in drawing.labels]
    return not any(one.meets(other) for one, other in combinations(boxes, 2))


@st.composite
def pictures(draw: st.DrawFn, most: int = 60) -> PictureView:
    """Any acts: of one instant or years apart, uncertain, undated, answering any earlier one."""
    acts: list[PictureAct] = []
    kinds = [kind.word for kind in KINDS]
    instants = st.none() | st.integers(0, 10) | st.integers(-(10**10), 10**10)
    for number in range(draw(st.integers(0, most))):
        first, last = draw(instants), draw(instants)
        if first is not None and last is not None and first > last:
            first, last = last, first
        before = [one.brief.ref for one in acts]
        acts.append(
            PictureAct(
                brief=_brief(
                    number,
                    first,
                    last,
                    kind=draw(st.sampled_from(kinds)),
                    senders=tuple(draw(st.lists(st.sampled_from(PARTIES), min_size=1, max_size=3))),
                    addressees=tuple(draw(st.lists(st.sampled_from(PARTIES), max_size=3))),
                    channel=draw(st.sampled_from(["official", "public", "confidential"])),
                ),
                state=draw(st.sampled_from(["happened", "possible", "ahead", "undated"])),
                answers=tuple(
                    draw(st.lists(st.sampled_from(before), max_size=2)) if before else ()
                ),
                deadline=(due := draw(instants)),
                deadline_text=None if due is None else "until then",
                public_since=(out := draw(instants)),
                public_since_text=None if out is None else "2022-02-03",
                known_since="then",
                position=None,
                current=draw(st.booleans()),
            )
        )
    return _picture(acts, draw(st.integers(-(10**10), 10**10)))


def _brief(number: int, first: int | None, last: int | None, **more: Any) -> ActBrief:  # noqa: ANN401
    fields: dict[str, Any] = {
        "ref": f"t/{'long-' * (number % 9)}act-{number}",
        "kind": "statement",
        "senders": ("P0",),
        "addressees": (),
        "when": None,
        "earliest": first,
        "latest": last,
        "instrument": None,
        "channel": "official",
        "marking": None,
        "labels": {},
        "gist": "What it says",
    }
    return ActBrief.model_construct(**{**fields, **more})


def _picture(acts: list[PictureAct], as_of: int) -> PictureView:
    named = [p for one in acts for p in (*one.brief.senders, *one.brief.addressees)]
    return PictureView.model_construct(
        thread="t", zone="UTC", as_of=as_of, parties=tuple(dict.fromkeys(named)),
        names=dict(zip(named, named, strict=True)), acts=tuple(acts),
        earliest=None, latest=None, step=None,
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@any_of(pictures())
def test_whatever_the_acts_nothing_overlaps_and_every_act_is_there(picture: PictureView) -> None:
    found = layout(picture)
    dated = {one.brief.ref for one in picture.acts if one.state and _has_date(one)}
    for drawing in (found.wide, found.narrow):
        assert no_two_overlap(drawing)
        shown = {one.brief.ref for mark in drawing.marks for one in mark.acts}
        assert dated <= shown
        places = {round(lane.at, 3) for lane in drawing.lanes}
        assert {round(m.x if drawing.down else m.y, 3) for m in drawing.marks} <= places
    text = html(found)
    for svg in svgs(text):
        assert len(re.findall("<[a-z]", svg)) < MOST_ELEMENTS


def _has_date(one: PictureAct) -> bool:
    return one.brief.earliest is not None or one.brief.latest is not None


@settings(max_examples=100, deadline=None)
@any_of(
    st.dictionaries(st.integers(-(10**10), 10**10), st.integers(0, 4), min_size=1, max_size=40),
    st.lists(st.integers(-(10**10), 10**10), min_size=2, max_size=10),
)
def test_time_never_runs_backwards_along_the_axis(places: dict[int, int], asked: list[int]) -> None:
    axis = axis_of(places, 100.0, 1100.0, 110.0)
    for earlier, later in pairwise(sorted(asked)):
        assert axis.before(earlier) <= axis.after(earlier) <= axis.after(later)
    ends = [(stop.start, stop.end) for stop in axis.stops]
    assert all(99.99 <= start <= end <= 1100.01 for start, end in ends)
    assert all(gap.start < gap.end for gap in axis.gaps)


def test_every_kind_of_act_has_one_of_the_five_shapes() -> None:
    drawn = [kind for kinds in SHAPES.values() for kind in kinds]
    assert sorted(drawn) == sorted(kind.word for kind in KINDS)


def test_the_first_case_is_seen_at_a_glance(tmp_path: Path) -> None:
    drawing = layout(case(SEED, "us-russia-2021", "2022-01-26", tmp_path)).wide
    found = marks(drawing)
    day = ["troop-massing", "us-reply", "blinken-briefing", "us-talks-offer"]
    places = [found[name].x for name in ("draft-treaty", *day, "membership-position")]

    assert [lane.text for lane in drawing.lanes] == ["RUS", "USA", "NATO"]
    assert all(later - earlier > 60 for earlier, later in pairwise(places)), "side by side"
    assert {label.text for label in drawing.labels} >= {"draft-treaty", *day, "2022-01-26"}
    assert [name for name in day if found[name].current] == day
    assert (found["us-reply"].shape, found["draft-treaty"].shape) == ("answers", "asks")
    assert found["membership-position"].state == "possible"
    assert any(fold.unit == "days" and fold.count == 40 for fold in drawing.folds)
    assert drawing.now is not None
    assert places[4] < drawing.now.at < places[5]


def test_an_arrow_goes_from_what_was_asked_to_its_answer(tmp_path: Path) -> None:
    for drawing in _both(
        layout(case(EXAMPLES / "july-1914.yaml", "july-1914", "1914-07-25", tmp_path))
    ):
        (arrow,) = [path for path in drawing.paths if path.sort == "answer"]
        assert (arrow.origin, arrow.end) == ("july-1914/note", "july-1914/serbian-reply")
        first = [float(number) for number in re.findall(r"-?\d+\.\d", arrow.d)]
        asked, answer = marks(drawing)["note"], marks(drawing)["serbian-reply"]
        assert abs(first[0] - asked.x) + abs(first[1] - asked.y) < 12
        assert abs(first[-2] - answer.x) + abs(first[-1] - answer.y) < 25


def _both(found: Drawings) -> tuple[Drawing, Drawing]:
    return found.wide, found.narrow


def test_a_deadline_has_a_flag_on_the_lane_of_who_is_to_answer(tmp_path: Path) -> None:
    drawing = layout(case(EXAMPLES / "july-1914.yaml", "july-1914", "1914-07-25", tmp_path)).wide
    (flag,) = drawing.flags
    found = marks(drawing)
    assert found["serbian-reply"].x < flag.x < found["break"].x
    assert flag.y == found["serbian-reply"].y
    assert ("1914-07-25 18:00", "due") in {(one.text, one.sort) for one in drawing.labels}
    assert "17:58" in {one.text for one in drawing.labels}


def test_a_deadline_for_nobody_in_particular_is_on_the_lane_of_its_sender() -> None:
    found = pictured(demand("d", to="", points={"1": "leave"}, deadline="2022-01-20"))
    drawing = layout(found).wide
    assert drawing.flags[0].y == drawing.lanes[0].at


def test_an_uncertain_day_is_a_band_from_its_first_to_its_last_instant() -> None:
    found = pictured(
        demand("d", when="2021-11-01", points={"1": "leave"}),
        act("statement", "month", by="GBR", when="2021-12", summary="In December"),
        act("statement", "before", by="GBR", when="../2022-01-05", summary="By then"),
        act("statement", "after", by="GBR", when="2022-01-10/..", summary="From then on"),
    )
    drawing = layout(found).wide
    bands = {band.ref.partition("/")[2]: band for band in drawing.bands}
    places = marks(drawing)
    month = bands["month"]
    assert set(bands) == {"month", "before", "after"}
    assert places["d"].x < month.start < month.end == places["month"].x
    assert (month.open_start, month.open_end) == (False, False)
    assert (bands["before"].open_start, bands["before"].end) == (True, places["before"].x)
    assert (bands["after"].open_end, bands["after"].start) == (True, places["after"].x)
    assert [places[name].uncertain for name in ("d", "month", "before", "after")] == [
        False, True, True, True,
    ]  # fmt: skip
    assert {band.ref for band in layout(found).narrow.bands} == {band.ref for band in drawing.bands}


def test_a_day_among_hours_is_a_band_too() -> None:
    found = pictured(
        demand("d", when="2022-01-02T10:00Z", points={"1": "leave"}),
        act("statement", "day", by="GBR", when="2022-01-02", summary="Some time that day"),
        reply("r", when="2022-01-02T16:00Z", answers={"1": "reject"}),
    )
    (band,) = layout(found).wide.bands
    assert band.ref == "t/day"


def test_what_became_public_later_has_a_dotted_line_to_that_day() -> None:
    found = pictured(
        demand("d", points={"1": "leave"}, published="2021-12-17"),
        act("statement", "s", by="USA", channel="public", when="2021-12-20", summary="Said"),
    )
    drawings = layout(found)
    (line,) = drawings.wide.known
    place = marks(drawings.wide)
    assert (line.ref, line.text) == ("t/d", "2021-12-17")
    assert place["d"].x < line.x < place["s"].x
    assert ("2021-12-17", "public") in {(one.text, one.sort) for one in drawings.narrow.labels}


def test_who_acts_together_is_joined_and_who_is_addressed_is_reached() -> None:
    found = pictured(
        act("demand", "d", by="RUS USA", to="GBR USA", points={"1": {"raiser": "RUS"}})
    )
    for drawing in _both(layout(found)):
        assert len(drawing.marks) == 2
        assert [path.sort for path in drawing.paths].count("with") == 1
    wide = layout(found).wide
    assert [path.sort for path in wide.paths].count("to") == 2


def test_what_has_no_date_stands_apart() -> None:
    found = pictured(
        demand("d", points={"1": "leave"}),
        act("statement", "some-day", by="GBR", summary="Some day"),
        act("statement", "other-day", by="GBR USA", summary="Another day"),
    )
    for drawing in _both(layout(found)):
        assert drawing.undated is not None
        place = marks(drawing)["some-day"]
        assert (place.y if drawing.down else place.x) > drawing.undated
        assert "some-day" in {label.text for label in drawing.labels}


def test_where_many_act_the_last_lane_is_for_the_rest() -> None:
    acts = [
        act("statement", f"s{n}", by=code, when=f"2022-01-{n + 1:02}", summary=f"Said {n}")
        for n, code in enumerate(
            ["USA", "RUS", "GBR", "FRA", "DEU", "ITA", "ESP", "PRT", "POL", "NOR"]
        )
    ]
    drawing = layout(pictured(*acts)).wide
    assert [lane.text for lane in drawing.lanes][-2:] == ["ESP", "PRT + 2"]
    assert drawing.lanes[-1].parties == ("PRT", "POL", "NOR")
    assert "PRT, POL, NOR" in html(layout(pictured(*acts)))


def test_beside_a_lane_is_the_name_of_its_party_in_two_lines_at_most() -> None:
    acts = [
        act("statement", f"of-{code.lower()}", by=code, when=f"2022-01-0{day}", summary="Said")
        for day, code in enumerate(("RUS", "NATO", "GBR"), start=1)
    ]
    drawings = layout(pictured(*acts))
    assert [lane.name for lane in drawings.wide.lanes] == [
        ("Russian Federation",), ("North Atlantic", "Treaty Organization"), ("United Kingdom",),
    ]  # fmt: skip
    assert not any(lane.name for lane in drawings.narrow.lanes), "no room"
    assert "Russian Federation" in html(drawings)


def test_a_thread_without_acts_is_an_empty_picture() -> None:
    drawings = layout(pictured())
    assert (drawings.rows, drawings.wide.marks, drawings.narrow.now) == ((), (), None)
    assert html(drawings)


def many(count: int) -> PictureView:
    """Acts day by day, each answering the one before."""
    day = 86_400
    acts = [
        PictureAct.model_construct(
            brief=_brief(
                number, number * day, number * day + day - 1, ref=f"t/a{number}",
                senders=(PARTIES[number % 4],), addressees=(PARTIES[(number + 1) % 4],),
                kind="reply" if number % 2 else "request",
            ),
            state="happened" if number * 2 < count else "ahead",
            answers=(f"t/a{number - 1}",) if number % 2 else (),
            deadline=None, deadline_text=None, public_since=None, public_since_text=None,
            known_since="then", position=number + 1, current=number * 2 == count - 2,
        )
        for number in range(count)
    ]  # fmt: skip
    return _picture(acts, count // 2 * day)


def test_of_five_thousand_acts_those_that_fall_together_are_one_mark_with_their_number() -> None:
    drawings = layout(many(5_000))
    for drawing in _both(drawings):
        assert sum(mark.count for mark in drawing.marks) == 5_000
        assert no_two_overlap(drawing)
    text = html(drawings)
    assert all(len(re.findall("<[a-z]", svg)) < MOST_ELEMENTS for svg in svgs(text))
    assert len(drawings.rows) == 200
    assert "4,800 more acts are not in the table." in text or "4800 more acts" in text
    assert "Go on from 1970-07-20" in text


def test_a_group_leads_to_its_own_window_and_there_at_last_to_its_acts() -> None:
    picture, window, seen = many(5_000), None, []
    for _ in range(4):
        drawings = layout(picture, window=window)
        seen.append(drawings.shown)
        assert drawings.before + drawings.shown + drawings.after == 5_000
        group = next((mark for mark in drawings.wide.marks if mark.count > 1), None)
        if group is None:
            break
        window = window_of({"from": group.first, "to": group.last}, "UTC")
    assert seen[0] == 5_000
    assert seen == sorted(seen, reverse=True)
    assert seen[-1] <= 36
    assert "Show the whole thread" in html(drawings)


def test_a_window_has_no_line_for_a_date_outside_it() -> None:
    window = window_of({"from": "1970-01-01", "to": "1970-01-09"}, "UTC")
    outside = layout(many(40), window=window)
    assert (outside.wide.now, outside.narrow.now) == (None, None)
    assert (outside.shown, outside.after) == (9, 31)


def test_a_window_is_of_days_in_the_threads_zone() -> None:
    assert window_of({}, "UTC") is None
    first, last = window_of({"from": "2022-01-26", "to": "2022-01-26"}, "Europe/Moscow") or (0, 0)
    assert first == parse_moment("2022-01-26").start("Europe/Moscow", 0)
    assert last == parse_moment("2022-01-26").end("Europe/Moscow", 0)
    since, _ = window_of({"from": "2022"}, "UTC") or (0, 0)
    assert since == parse_moment("2022").start("UTC", 0)
    assert window_of({"to": "2022"}, "UTC") is not None
    for wrong in ("today", "-7d", "2022..2023", "<script>", "2022-13"):
        with pytest.raises(InputError) as refused:
            window_of({"from": wrong}, "UTC")
        assert refused.value.where == "from, to"


def test_what_is_said_in_every_mark_and_in_the_table(tmp_path: Path) -> None:
    picture = case(SEED, "us-russia-2021", "2022-01-26", tmp_path)
    text = html(layout(picture))
    for one in picture.acts:
        name = one.brief.ref.partition("/")[2]
        assert len(re.findall(rf'<a class="act [^>]*aria-label="[^"]*{name},', text)) >= 2
        assert f">{name}</a></th>" in text
    assert "reply us-reply, USA to RUS, 2022-01-26 (happened)" in text
    assert " style=" not in text


def test_hostile_words_stay_words() -> None:
    evil = '"><script>alert(1)</script>\u202e'
    found = pictured(demand("d", points={"1": evil}, summary=evil, labels=[]))
    brief = found.acts[0].brief.model_copy(
        update={"when": evil, "senders": ("RUS",), "channel": "official", "gist": evil * 9}
    )
    one = found.acts[0].model_copy(update={"brief": brief, "public_since_text": evil})
    text = html(layout(found.model_copy(update={"acts": (one,)})))
    assert "<script>" not in text
    assert "\u202e" not in text
    assert "&lt;script&gt;" in text
