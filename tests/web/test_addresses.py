"""Addresses keep the lens of the page they stand on, and take any text."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from cli.web.addresses import Addresses, static_address
from cli.web.answering import asked_of
from cli.web.pages import PAGES
from cli.web.pages.home import HOME
from cli.web.paging import part_of
from cli.web.signs import LOOKS, sign, tone
from ledger.errors import InputError
from ledger.vocabulary import Stance, Status, ThreadStatus

PATHS = {"home": "/", "act": "/threads/{thread}/acts/{act}"}


def test_a_link_keeps_the_lens_of_its_page() -> None:
    url = Addresses(PATHS, {"as_of": "2022-01-26", "known_by": "public"})
    assert url("act", thread="t", act="a") == "/threads/t/acts/a?as_of=2022-01-26&known_by=public"


def test_a_link_may_change_a_part_of_the_lens_or_drop_it() -> None:
    url = Addresses(PATHS, {"as_of": "2022-01-26", "known_by": "public"})
    assert url("home", as_of="2022-02-03", known_by=None) == "/?as_of=2022-02-03"


@pytest.mark.parametrize("text", ["#12", "a&b=c", "ä/ö?", "100 %", "+1d", "\u202e", "<script>"])
def test_whatever_stands_in_a_link_comes_back_as_it_was(text: str) -> None:
    address = Addresses(PATHS, {})("act", thread=text, act="a", as_of=text)
    assert parse_qs(urlsplit(address).query) == {"as_of": [text]}
    assert urlsplit(address).path.count("/") == 4


def test_a_file_of_ours_has_another_address_when_it_is_another() -> None:
    address = static_address("style.css")
    assert address.startswith("/static/style.css?v=")
    assert address != static_address("page.js").replace("page.js", "style.css")


def test_a_parameter_that_no_page_takes_is_refused_with_the_near_ones() -> None:
    with pytest.raises(InputError) as refused:
        asked_of(HOME.query, [("as_off", "2022-01-26")])
    assert refused.value.near == ("as_of",)


def test_a_parameter_given_twice_is_refused_and_an_empty_one_is_none() -> None:
    with pytest.raises(InputError, match="twice"):
        asked_of(HOME.query, [("as_of", "2022-01-26"), ("as_of", "2022-01-27")])
    assert asked_of(HOME.query, [("as_of", ""), ("since", " -7d ")]) == {"since": "-7d"}


def test_every_page_has_an_address_of_its_own_and_a_twin() -> None:
    addresses = [route.path for route in PAGES] + [route.twin for route in PAGES]
    assert len(set(addresses)) == 2 * len(PAGES)
    assert len({route.schema for route in PAGES}) == len(PAGES)


def test_a_long_list_is_shown_a_page_at_a_time() -> None:
    part, shown = part_of(range(250), "3", 100)
    assert (part.page, part.pages, part.total) == (3, 3, 250)
    assert list(shown) == list(range(200, 250))


def test_a_page_beyond_the_last_is_the_last() -> None:
    part, shown = part_of(range(5), "9", 2)
    assert (part.page, list(shown)) == (3, [4])


@pytest.mark.parametrize("asked", ["-1", "0", "x", "1.5", "²", "9" * 12])
def test_what_is_no_page_is_refused(asked: str) -> None:
    with pytest.raises(InputError):
        part_of(range(5), asked, 2)


def test_every_status_and_stance_has_a_look() -> None:
    for word in (*Status, *ThreadStatus, *Stance):
        assert (tone(word), sign(word)) == LOOKS[word]


def test_words_of_one_tone_are_told_apart_by_their_signs() -> None:
    apart = {Status.ACCEPTED, Status.REJECTED, Status.OUTSTANDING, Status.ANSWERED_UNDISCLOSED}
    assert len({sign(word) for word in apart}) == len(apart)
