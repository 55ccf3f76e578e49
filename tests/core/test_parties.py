"""Parties: the shipped catalogue, and finding a party by whatever it is called."""

import re
from collections import Counter

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ledger.parties import (
    Identifier,
    Membership,
    Party,
    PartyKind,
    Succession,
    SuccessionRelation,
    all_shipped,
    find_parties,
    members_on,
    near_parties,
    shipped_codes,
    shipped_party,
    was_valid,
)

CATALOGUE = {party.code: party for party in all_shipped()}


def shipped(code: str) -> Party:
    party = shipped_party(code)
    assert party is not None, code
    return party


def first(text: str | None) -> str:
    return f"{text or '0001'}-01-01"[:10]


def last(text: str | None) -> str:
    """The last day, or a text after it: a month's thirty-first sorts as well as its last day."""
    text = text or "9999"
    return text + {4: "-12-31", 7: "-31", 10: ""}[len(text)]


def party(
    code: str, name: str, *names: str, since: str | None = None, until: str | None = None
) -> Party:
    return Party(
        code=code,
        name=name,
        kind=PartyKind.BODY,
        other_names=names,
        valid_from=since,
        valid_until=until,
    )


# ---------------------------------------------------------------------------- the catalogue


def test_the_catalogue_lists_every_code_once_in_order() -> None:
    assert tuple(CATALOGUE) == shipped_codes() == tuple(sorted(set(shipped_codes())))


def test_every_party_comes_back_from_its_json_as_it_was() -> None:
    for each in CATALOGUE.values():
        assert Party.model_validate_json(each.model_dump_json()) == each
        assert Party.model_validate(each.model_dump(mode="json", exclude_defaults=True)) == each


def test_every_party_named_in_the_catalogue_is_in_it_and_none_names_itself() -> None:
    for code, each in CATALOGUE.items():
        named = {member.party for member in each.members}
        named |= {succession.party for succession in each.succession}
        assert named <= CATALOGUE.keys() - {code}, code


def test_nobody_is_a_member_twice_on_one_day() -> None:
    for code, group in CATALOGUE.items():
        for day in {first(member.since) for member in group.members}:
            stays = Counter(
                member.party
                for member in group.members
                if first(member.since) <= day <= last(member.until)
            )
            assert set(stays.values()) <= {1}, (code, day)


def test_nobody_is_a_member_outside_its_own_time_or_the_groups() -> None:
    for code, group in CATALOGUE.items():
        for member in group.members:
            for each in (group, CATALOGUE[member.party]):
                for day in filter(None, (member.since, member.until)):
                    assert was_valid(each, first(day), last(day)), (code, member)


def test_nobody_succeeds_what_came_later() -> None:
    for code, each in CATALOGUE.items():
        for succession in each.succession:
            earlier = CATALOGUE[succession.party]
            assert first(earlier.valid_from) <= last(succession.on), (code, succession)
            assert first(each.valid_from) <= last(succession.on), (code, succession)
            assert first(succession.on) <= last(each.valid_until), (code, succession)


def test_what_is_no_more_says_until_when_it_was() -> None:
    for code, each in CATALOGUE.items():
        if each.kind is PartyKind.FORMER_STATE:
            assert each.valid_until is not None, code
        if each.kind is PartyKind.STATE:
            assert each.valid_until is None, code


def test_no_two_parties_share_an_identifier() -> None:
    held = Counter(
        identifier
        for each in CATALOGUE.values()
        for identifier in each.identifiers
        if not identifier.scheme.endswith("-former")  # CS was Czechoslovakia, then Serbia
    )
    assert set(held.values()) == {1}
    for identifier in held:
        if identifier.scheme == "wikidata":
            assert re.fullmatch(r"Q[1-9][0-9]*", identifier.value)


def test_no_code_of_ours_is_a_states_two_letters() -> None:
    two_letters = {row.alpha_2 for row in pycountry.countries}
    assert not two_letters & CATALOGUE.keys()


def test_every_entry_of_iso_3166_is_a_party_under_its_three_letters() -> None:
    for row in pycountry.countries:
        assert Identifier(scheme="iso3166-1-alpha-3", value=row.alpha_3) in (
            shipped(row.alpha_3).identifiers
        )


def test_every_former_entry_of_iso_3166_is_a_party_too() -> None:
    codes = {
        identifier.value: each.code
        for each in CATALOGUE.values()
        for identifier in each.identifiers
        if identifier.scheme == "iso3166-3"
    }
    # Three letters in use again mean the land of today: the former one goes by its four.
    assert codes == {
        row.alpha_4: row.alpha_4 if row.alpha_3 == "ATF" else row.alpha_3
        for row in pycountry.historic_countries
    }


@pytest.mark.parametrize("code", ["usa", "US", "840", "DDDE", "XXX", "", "party"])
def test_only_the_code_itself_is_a_code(code: str) -> None:
    assert shipped_party(code) is None


@pytest.mark.parametrize(
    ("code", "name", "kind", "also"),
    [
        ("RUS", "Russian Federation", "state", "Russia"),
        ("IRN", "Iran", "state", "Iran, Islamic Republic of"),
        ("USA", "United States", "state", "United States of America"),
        ("VAT", "Holy See", "state", "Vatican"),
        ("TWN", "Taiwan", "state", "Republic of China"),
        ("XKX", "Kosovo", "state", "Republic of Kosovo"),
        ("SUN", "Soviet Union", "former-state", "USSR, Union of Soviet Socialist Republics"),
        ("OTT", "Ottoman Empire", "former-state", "Sublime Porte"),
        ("AUH", "Austria-Hungary", "former-state", "Dual Monarchy"),
        ("GRL", "Greenland", "territory", None),
        ("NATO", "North Atlantic Treaty Organization", "organisation", "Atlantic Alliance"),
        ("UNSC", "United Nations Security Council", "body", "Security Council"),
        ("P5-PLUS-1", "Permanent members of the Security Council and Germany", "group", "P5+1"),
    ],
)
def test_a_party_goes_by_the_name_in_use_and_keeps_the_others(
    code: str, name: str, kind: str, also: str | None
) -> None:
    found = shipped(code)
    assert (found.name, found.kind) == (name, kind)
    assert also is None or also in found.other_names
    assert name not in found.other_names


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("SUN", "1922-12-30", "1991-12-26"),
        ("CSK", "1918-10-28", "1992-12-31"),
        ("DDR", "1949-10-07", "1990-10-02"),
        ("GER-EMP", "1871-01-18", "1918-11-09"),
        ("OTT", "1299", "1922-11-01"),
        ("XKX", "2008-02-17", None),
        ("DEU", None, None),
    ],
)
def test_a_party_has_its_own_dates_not_those_of_its_code(
    code: str, first: str | None, last: str | None
) -> None:
    assert (shipped(code).valid_from, shipped(code).valid_until) == (first, last)


def test_russia_continues_the_soviet_union() -> None:
    assert shipped("RUS").succession == (
        Succession(relation=SuccessionRelation.CONTINUES, party="SUN", on="1991-12-26"),
    )


# ----------------------------------------------------------------------- members and validity


@pytest.mark.parametrize(
    ("group", "day", "count"),
    [
        ("NATO", "1949-04-03", 0),
        ("NATO", "1949-04-04", 12),
        ("NATO", "1997-05-27", 16),
        ("NATO", "2022-01-26", 30),
        ("NATO", "2024-03-07", 32),
        ("EEC", "1958-01-01", 6),
        ("EEC", "1993-10-31", 12),
        ("EU", "1993-11-01", 12),
        ("EU", "2019-12-31", 28),
        ("EU", "2020-02-01", 27),
        ("WARSAW-PACT", "1968-08-20", 8),
        ("WARSAW-PACT", "1968-09-14", 7),
        ("P5", "1962-10-22", 5),
        ("P5", "1971-10-25", 5),
        ("P5", "1991-12-24", 5),
        ("G8", "2006-07-15", 8),
        ("G20", "2008-11-15", 20),
    ],
)
def test_a_group_had_so_many_members_on_a_day(group: str, day: str, count: int) -> None:
    assert len(members_on(shipped(group), day)) == count


def test_members_come_by_code_from_their_first_day_to_their_last() -> None:
    eu = shipped("EU")
    assert members_on(eu, "2020-01-31")[10:12] == ("FRA", "GBR")
    assert "GBR" not in members_on(eu, "2020-02-01")


def test_a_vague_date_of_membership_counts_from_its_first_day_to_its_last() -> None:
    group = Party(
        code="LEAGUE",
        name="League",
        kind=PartyKind.GROUP,
        members=(
            Membership(party="BAV", since="1866", until="1870-02"),
            Membership(party="SAX"),
        ),
    )
    assert members_on(group, "1865-12-31") == ("SAX",)
    assert members_on(group, "1866-01-01") == ("BAV", "SAX")
    assert members_on(group, "1870-02-28") == ("BAV", "SAX")
    assert members_on(group, "1870-03-01") == ("SAX",)


@pytest.mark.parametrize(
    ("earliest", "latest", "valid"),
    [
        ("1914-07-23", "1914-07-23", True),
        ("1866-12-31", "1866-12-31", False),
        ("1866-12-31", "1867-01-01", True),
        ("1918-11-30", "1918-12-24", True),
        ("1918-12-01", "1918-12-24", False),
        (None, "1866-12-31", False),
        (None, "1950-01-01", True),
        ("1918-12-01", None, False),
        ("1800-01-01", None, True),
        (None, None, True),
    ],
)
def test_a_party_was_valid_unless_the_act_certainly_lies_outside(
    earliest: str | None, latest: str | None, *, valid: bool
) -> None:
    austria_hungary = party("AUH", "Austria-Hungary", since="1867", until="1918-11")
    assert was_valid(austria_hungary, earliest, latest) is valid


def test_a_party_without_dates_is_always_valid() -> None:
    assert was_valid(party("XYZ", "Somebody"), "0001-01-01", "0001-01-01")
    assert was_valid(party("XYZ", "Somebody"), "9999-12-31", "9999-12-31")


# -------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    "date", ["1914-07-32", "1900-02-29", "1914-7", "191X", "1914~", "1914/1918", "0000", "", "nil"]
)
def test_a_date_of_a_party_is_a_plain_day_month_or_year_that_exists(date: str) -> None:
    for make in (
        lambda: party("XYZ", "Somebody", since=date),
        lambda: Membership(party="DEU", until=date),
        lambda: Succession(relation=SuccessionRelation.CONTINUES, party="DEU", on=date),
    ):
        with pytest.raises(ValidationError):
            make()


def test_nothing_ends_before_it_begins() -> None:
    with pytest.raises(ValidationError, match=r"ends \(1917\) before it begins \(1918-01-01\)"):
        party("XYZ", "Somebody", since="1918-01-01", until="1917")
    with pytest.raises(ValidationError, match=r"ends \(1917\) before it begins \(1918\)"):
        Membership(party="DEU", since="1918", until="1917")
    assert party("XYZ", "Somebody", since="1918-06-01", until="1918")


@pytest.mark.parametrize(
    "change",
    [
        {"code": "usa"},
        {"code": "X"},
        {"name": ""},
        {"name": "two\nlines"},
        {"kind": "person"},
        {"colour": "red"},
        {"other_names": ["\x1b[2J"]},
        {"members": [{"party": "nobody"}]},
        {"succession": [{"relation": "inherits", "party": "DEU"}]},
        {"identifiers": [{"scheme": "Wiki Data", "value": "Q1"}]},
    ],
)
def test_a_party_of_the_wrong_shape_is_refused(change: dict[str, object]) -> None:
    right: dict[str, object] = {"code": "XYZ", "name": "Somebody", "kind": "body"}
    assert Party.model_validate(right)
    with pytest.raises(ValidationError):
        Party.model_validate(right | change)


# ---------------------------------------------------------------------------- near misses


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rus", "RUS (Russian Federation)"),
        ("Russia", "RUS (Russian Federation)"),
        ("US", "USA (United States)"),
        ("DE", "DEU (Germany)"),
        ("UK", "GBR (United Kingdom)"),
        ("EEC", "EEC (European Economic Community)"),
        ("USSR", "SUN (Soviet Union)"),
        ("U.S.S.R.", "SUN (Soviet Union)"),
        ("SU", "SUN (Soviet Union)"),
        ("DDDE", "DDR (German Democratic Republic)"),
        ("turkiye", "TUR (Türkiye)"),
        ("Cote d’Ivoire", "CIV (Côte d'Ivoire)"),
        ("Sublime Porte", "OTT (Ottoman Empire)"),
    ],
)
def test_what_a_party_is_called_suggests_it_alone(typed: str, meant: str) -> None:
    assert near_parties(typed) == (meant,)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("AU", ("AUS (Australia)", "AFRICAN-UNION (African Union)")),
        ("Korea", ("KOR (South Korea)", "PRK (North Korea)")),
        ("Congo", ("COG (Congo)", "COD (Democratic Republic of the Congo)")),
    ],
)
def test_a_name_of_several_suggests_them_all(typed: str, meant: tuple[str, ...]) -> None:
    assert near_parties(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("NAT0", "NATO"),
        ("UKR1", "UKR"),
        ("Rusia", "RUS"),
        ("Germny", "DEU"),
        ("Untied States", "USA"),
        ("Austro-Hungary", "AUH"),
        ("Soviet", "SUN"),
        ("Sovjet", "SUN"),
        ("Ottomans", "OTT"),
        ("United", "USA"),
        ("RUX", "RUS"),
    ],
)
def test_a_slip_or_a_part_of_a_name_suggests_the_likeliest_first(typed: str, meant: str) -> None:
    assert near_parties(typed)[0].split()[0] == meant


@pytest.mark.parametrize("typed", ["", "XQZ", "🙂", "zzzzzz", "a" * 100_000])
def test_what_is_like_nothing_suggests_nothing(typed: str) -> None:
    assert near_parties(typed) == ()


def test_a_party_of_the_ledger_is_suggested_beside_the_shipped() -> None:
    samoa = party("WSM-GER", "German Samoa", "Deutsch-Samoa")
    assert near_parties("deutsch samoa", {"WSM-GER": samoa}) == ("WSM-GER (German Samoa)",)
    assert near_parties("Deutsch-Samao", {"WSM-GER": samoa})[0] == "WSM-GER (German Samoa)"


@given(st.sampled_from(sorted(CATALOGUE)), st.sampled_from([str.lower, str.upper, str.title]))
def test_any_name_in_any_case_suggests_a_party_of_that_name(code: str, written: type[str]) -> None:
    for name in (CATALOGUE[code].name, *CATALOGUE[code].other_names):
        near = near_parties(written(name))
        assert 1 <= len(near) <= 3
        assert f"{code} ({CATALOGUE[code].name})" in near, name


# ------------------------------------------------------------------------------- search


def test_a_search_finds_a_text_in_codes_and_names_by_code() -> None:
    assert [found.code for found in find_parties("congo")] == ["COD", "COG"]
    assert [found.code for found in find_parties("prg-")] == ["PRG-SVN"]
    assert [found.code for found in find_parties("TURKIYE")] == ["TUR"]
    assert find_parties("no such party") == ()


def test_a_search_for_nothing_finds_all() -> None:
    assert find_parties("") == tuple(CATALOGUE.values())


@given(st.text(max_size=40))
def test_any_text_can_be_looked_for(text: str) -> None:
    assert set(find_parties(text)) <= set(CATALOGUE.values())
    assert len(near_parties(text)) <= 3
