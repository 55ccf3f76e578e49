"""The map of parties as geometry: nothing covers a label, and both directions stay apart."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from cli.web.map.layout import MOST_ARROWS, MOST_BADGES, MOST_PARTIES, Map, map_of
from cli.web.map.shapes import Box, Curve, Spot, corners
from projections.views.dealings import Dealing, DealingParty, DealingsView

STEPS = [step / 20 for step in range(21)]


def party(code: str, acts: int = 1) -> DealingParty:
    return DealingParty(
        party=code, name=f"The party of {code}", acts=acts, sent=acts, received=0, owes=0, awaits=0
    )


def dealing(sender: str, addressee: str, acts: int = 1, owed: int = 0) -> Dealing:
    return Dealing(
        sender=sender, addressee=addressee, acts=acts, kinds=(), first=None, last=None, owed=owed
    )


def view(parties: list[DealingParty], dealings: list[Dealing]) -> DealingsView:
    return DealingsView(
        thread=None,
        party=None,
        acts=1,
        parties=tuple(sorted(parties, key=lambda one: (-one.acts, one.party))),
        dealings=tuple(sorted(dealings, key=lambda one: -one.acts)),
        possible=(),
    )


def views() -> st.SearchStrategy[DealingsView]:
    """Up to twelve parties, and some of what each may say to each."""

    def of(acts: list[int]) -> st.SearchStrategy[DealingsView]:
        codes = [f"P{number}" for number in range(len(acts))]
        pairs = [(one, other) for one in codes for other in codes if one != other]
        some = st.lists(
            st.builds(
                lambda pair, count, owed: dealing(pair[0], pair[1], count, owed),
                st.sampled_from(pairs) if pairs else st.nothing(),
                st.integers(0, 10_000),
                st.integers(0, 200),
            ),
            unique_by=lambda one: (one.sender, one.addressee),
            max_size=len(pairs),
        )
        return some.map(lambda found: view(list(map(party, codes, acts)), found))

    return st.lists(st.integers(0, 10_000), max_size=12).flatmap(of)


def apart(boxes: list[Box]) -> bool:
    return not any(one.meets(other) for number, one in enumerate(boxes) for other in boxes[:number])


@settings(max_examples=60, deadline=None)
@given(views())
def test_no_party_label_or_number_meets_another_and_all_are_inside(asked: DealingsView) -> None:
    found = map_of(asked)
    boxes = [box for node in found.nodes for box in (node.disc, node.label)]
    boxes += [arrow.badge for arrow in found.arrows if arrow.badge is not None]

    assert apart(boxes)
    assert all(
        one.x >= 0
        and one.y >= 0
        and one.x + one.width <= found.width
        and one.y + one.height <= found.height
        for one in boxes
    )


@settings(max_examples=60, deadline=None)
@given(views())
def test_no_arrow_runs_over_a_label_and_none_through_a_party_it_is_not_of(
    asked: DealingsView,
) -> None:
    found = map_of(asked)
    for arrow in found.arrows:
        way = [arrow.curve.at(step) for step in STEPS]
        ends = {arrow.dealing.sender, arrow.dealing.addressee}
        for node in found.nodes:
            assert not any(map(node.label.holds, way))
            if node.party.party not in ends:
                assert not any(map(node.disc.holds, way))


def test_the_same_is_drawn_of_the_same() -> None:
    asked = view([party("A", 3), party("B", 2)], [dealing("A", "B", 2, 1), dealing("B", "A")])

    assert map_of(asked) == map_of(asked)


def test_both_directions_of_a_pair_are_apart_and_the_one_with_more_acts_is_broader() -> None:
    found = map_of(
        view([party("A", 9), party("B", 9)], [dealing("A", "B", 8), dealing("B", "A", 1)])
    )
    there, back = found.arrows

    assert abs(there.curve.at(0.5).y - back.curve.at(0.5).y) > there.width + back.width
    assert there.width > back.width
    assert there.curve.start.x < there.curve.end.x
    assert back.curve.start.x > back.curve.end.x


def test_partners_face_each_other() -> None:
    found = map_of(
        view(
            [party("R", 6), party("U", 4), party("N", 3), party("F", 1)],
            [dealing("R", "U", 4), dealing("R", "N", 3), dealing("F", "U", 1)],
        )
    )
    sides = {node.party.party: node.anchor for node in found.nodes}

    assert sides == {"R": "end", "F": "end", "U": "start", "N": "start"}


def test_of_many_the_busiest_are_drawn_and_the_rest_is_told() -> None:
    many = [party(f"P{number:02}", 100 - number) for number in range(40)]
    found = map_of(view(many, [dealing(one.party, "P00") for one in many[1:]]))

    assert [node.party for node in found.nodes] == many[:MOST_PARTIES]
    assert list(found.left_out) == many[MOST_PARTIES:]
    assert len(found.arrows) == MOST_PARTIES - 1
    assert found.arrows_left_out == 0


def crowd() -> Map:
    codes = [f"P{number}" for number in range(12)]
    return map_of(
        view(
            [party(code) for code in codes],
            [dealing(a, b, 2, owed=1) for a in codes for b in codes if a != b],
        )
    )


def test_of_many_arrows_the_busiest_are_drawn_thinner_and_few_have_a_number() -> None:
    found = crowd()
    badges = [arrow for arrow in found.arrows if arrow.badge is not None]

    assert len(found.arrows) == MOST_ARROWS
    assert found.arrows_left_out == 12 * 11 - MOST_ARROWS
    assert 0 < len(badges) <= MOST_BADGES
    two = map_of(view([party("A"), party("B")], [dealing("A", "B", 2)]))
    assert found.arrows[0].width < two.arrows[0].width


def test_without_parties_or_acts_there_is_still_a_drawing() -> None:
    empty, silent = map_of(view([], [])), map_of(view([party("A", 0)], []))

    assert (empty.nodes, empty.arrows) == ((), ())
    assert silent.nodes[0].radius < map_of(view([party("A", 1)], [])).nodes[0].radius


def test_a_long_name_is_cut() -> None:
    long = party("A").model_copy(update={"name": "The United Kingdom of Great Britain"})

    assert map_of(view([long], [])).nodes[0].name == "The United Kingdom of G…"


def test_shapes_are_written_as_svg_has_them() -> None:
    curve = Curve(Spot(0, 0), Spot(10, 0), Spot(10, 10.25))

    assert curve.path == "M0 0Q10 0 10 10.2"
    assert curve.at(0) == curve.start
    assert curve.at(1) == curve.end
    assert corners((Spot(1, 2), Spot(3.14, 4))) == "1,2 3.1,4"
    assert Spot(0, 0).unit() == Spot(0, 0)
