"""Bytes that are text of a format, and bytes that are not: every refusal says where."""

from __future__ import annotations

import io
import json
import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import InputError
from ledger.importers.json_text import parse_json
from ledger.importers.nodes import plain
from ledger.importers.reading import MAX_FILE, MAX_LINE, Form, Reading, form_of, read
from ledger.importers.yaml_text import MAX_DEPTH, parse_yaml

MIB = 1 << 20
ANY_TEXT = st.characters(exclude_categories=["Cs"])
ONE_LINE = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])


def reading(data: bytes | str, form: Form | None = None) -> Reading:
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    return read(io.BytesIO(raw), "acts", form)


def refused(data: bytes | str, form: Form | None = None) -> str:
    found = reading(data, form)
    assert found.root is None or found.by_line
    (error,) = found.errors
    assert error.exit_code == 2
    return str(error)


class TestYaml:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("NO", "NO"),
            ("yes", "yes"),
            ("2021-12-15", "2021-12-15"),
            ("18:00", "18:00"),
            ("1.10", "1.10"),
            ("0o17", "0o17"),
            ("0x1F", "0x1F"),
            ("1e5", "1e5"),
            ("1_000", "1_000"),
            ('"~"', "~"),
            ("'null'", "null"),
            ("~", None),
            ("null", None),
            ("", None),
            ("|\n  one\n  two\n\n", "one\ntwo"),
            (">\n  one\n  two\n", "one two"),
            ('"\\u202Ename\\u200B"', "\u202ename\u200b"),
        ],
    )
    def test_a_value_stays_the_text_that_was_written(self, text: str, value: str | None) -> None:
        assert plain(parse_yaml(f"value: {text}", "acts.yaml")) == {"value": value}

    @pytest.mark.parametrize(
        ("text", "line", "what"),
        [
            ("a: 1\nb: 2\na: 3", 3, '"a" is given twice, first at acts:1'),
            ("a: &x 1", 1, "anchors and aliases"),
            ("a: &x [1]\nb: *x", 1, "anchors and aliases"),
            ("a: 1\nb: *x", 2, "anchors and aliases"),
            ("<<: {a: 1}", 1, "merge key"),
            ("a: !!python/object/apply:os.system ['id']", 1, "the tag"),
            ("a: !!str 1", 1, "the tag"),
            ("a: ! 1", 1, "the tag"),
            ("? [a, b]\n: 1", 1, "a key that is not a word"),
            ("~: 1", 1, "a key that is not a word"),
            ("a: 1\n---\nb: 2", 2, "a second document begins"),
            ("a: b: c", 1, "not YAML: mapping values are not allowed"),
            ("a: 1\n\tb: 2", 2, "not YAML: found a tab character"),
            ("a: [1", 2, "not YAML"),
            ('a: "\\ud800"', 1, "not YAML: found invalid Unicode character escape code"),
            ("a: 1\nb: é\x07", 2, "a character that no text may hold (U+0007)"),
            ("a: 1\nb: \x00", 2, "a character that no text may hold (U+0000)"),
            ("a: \x9b1m", 1, "a character that no text may hold (U+009B)"),
        ],
    )
    def test_what_surprises_is_refused_with_its_line(self, text: str, line: int, what: str) -> None:
        said = refused(text, Form.YAML)
        assert said.startswith(f"acts:{line}: ")
        assert what in said

    @pytest.mark.parametrize("text", ["[" * 33 + "]" * 33, "[" * 100_000, "{a: " * 100_000])
    def test_deep_nesting_is_refused_at_once(self, text: str) -> None:
        start = time.perf_counter()
        assert f"more than {MAX_DEPTH} levels" in refused(text, Form.YAML)
        assert time.perf_counter() - start < 1

    def test_as_deep_as_allowed_is_read(self) -> None:
        assert reading("[" * MAX_DEPTH + "]" * MAX_DEPTH, Form.YAML).root is not None

    def test_an_alias_bomb_stops_at_its_first_anchor(self) -> None:
        bomb = "a: &a [x, x]\n" + "".join(
            f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcd", "bcde", strict=True)
        )
        assert refused(bomb, Form.YAML).startswith("acts:1: ")

    def test_a_value_is_placed_at_its_key(self) -> None:
        root = parse_yaml("a: 1\nb:\n  - c: 2\n    d:\n      e: 3\n", "acts.yaml")
        item = root.entries["b"].items[0]  # type: ignore[union-attr]
        assert root.entries["b"].where == "acts.yaml:2"  # type: ignore[union-attr]
        assert item.where == "acts.yaml:3"
        assert item.entries["d"].where == "acts.yaml:4"  # type: ignore[union-attr]

    @pytest.mark.parametrize("text", ["", "\n\n", "# only a remark\n", "---\n"])
    def test_no_document_is_nothing(self, text: str) -> None:
        assert plain(parse_yaml(text, "acts.yaml")) is None


class TestJson:
    @pytest.mark.parametrize(
        ("text", "line", "what"),
        [
            ('{"a": 1,\n "a": 2}', 1, '"a" is given twice in one object'),
            ('[{},\n{"b": {"c": 1, "c": 2}}]', 2, '"c" is given twice in one object'),
            ('{"a":\n NaN}', 2, "NaN is not a number"),
            ('{"b": "NaN",\n"a": -Infinity}', 2, "-Infinity is not a number"),
            ('{"a":\n\n 1e999}', 3, 'the number "1e999" is too large'),
            ('{"a": ' + "1" * 5000 + "}", 1, "is too large"),
            ('[\n{"a": "\\ud800"}]', 2, "a lone surrogate"),
            ('[\n{"\\udc00": 1}]', 2, "a lone surrogate"),
            ('{"a": 1\n "b": 2}', 2, "not JSON: expecting ',' delimiter"),
            ('{"a": "x\ny"}', 1, "not JSON: invalid control character"),
            ('{"a": 1} x', 1, "not JSON: extra data"),
            ("{'a': 1}", 1, "not JSON"),
            ("", 1, "not JSON"),
            ("[}", 1, "not JSON"),
            ("]", 1, "not JSON"),
        ],
    )
    def test_what_a_parser_lets_through_is_refused(self, text: str, line: int, what: str) -> None:
        said = refused(text, Form.JSON)
        assert said.startswith(f"acts:{line}: ")
        assert what in said

    @pytest.mark.parametrize("opening", ["[", '{"a":', '[{"a":'])
    def test_a_hundred_thousand_levels_are_an_error_and_no_traceback(self, opening: str) -> None:
        start = time.perf_counter()
        assert f"more than {MAX_DEPTH} levels" in refused(opening * 100_000, Form.JSON)
        assert time.perf_counter() - start < 1

    @pytest.mark.parametrize("text", ['"' + '\\"' * 500_000, '"' + "{" * 500_000, '{"' * 16])
    def test_a_text_without_its_end_is_passed_over_once(self, text: str) -> None:
        start = time.perf_counter()
        assert "not JSON" in refused(text, Form.JSON)
        assert time.perf_counter() - start < 1

    def test_brackets_inside_texts_are_no_levels(self) -> None:
        text = '{"a": "' + "[{" * 100 + '", "b": [{"c": "\\"}]"}]}'
        assert plain(parse_json(text, "acts.json")) == {"a": "[{" * 100, "b": [{"c": '"}]'}]}

    def test_each_object_knows_the_line_it_opens_on(self) -> None:
        root = parse_json('[\n{"a": [\n{"b": 1}\n]},\n\n{\n"c": "x\\ny"}]', "acts.json")
        first, second = root.items  # type: ignore[union-attr]
        assert (first.where, second.where) == ("acts.json:2", "acts.json:6")
        assert first.entries["a"].items[0].where == "acts.json:3"  # type: ignore[union-attr]

    def test_numbers_and_words_are_the_text_that_was_written(self) -> None:
        text = '{"a": 1.10, "b": true, "c": false, "d": null, "e": -3, "f": "\\ud83d\\ude00"}'
        assert plain(parse_json(text, "acts.json")) == {
            "a": "1.10",
            "b": "true",
            "c": "false",
            "d": None,
            "e": "-3",
            "f": "\U0001f600",
        }

    @given(
        st.recursive(
            st.none() | st.text(ANY_TEXT),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(ANY_TEXT), inner),
            max_leaves=20,
        )
    )
    def test_whatever_json_can_say_is_read_back(self, value: object) -> None:
        assert plain(parse_json(json.dumps(value), "acts.json")) == value

    @given(st.text(ONE_LINE), st.text(ONE_LINE))
    def test_quoted_texts_mean_the_same_in_yaml(self, key: str, text: str) -> None:
        quoted = json.dumps({key: [text]}, ensure_ascii=False)
        assert plain(parse_yaml(quoted, "acts.yaml")) == {key: [text]}


class TestJsonLines:
    def test_each_line_is_a_value_of_its_own(self) -> None:
        found = reading('{"a": 1}\n\n{"b": 2}\n', Form.JSONL)
        assert found.errors == ()
        assert [item.where for item in found.root.items] == ["acts:1", "acts:3"]  # type: ignore[union-attr]

    def test_every_bad_line_is_told(self) -> None:
        found = reading('{"a": 1\n{"b": 2}\n{"c": \n', Form.JSONL)
        assert [error.where for error in found.errors] == ["acts:1", "acts:3"]

    def test_a_last_line_that_is_cut_off_is_refused(self) -> None:
        said = refused('{"a": 1}\n{"b": "text that is cu', Form.JSONL)
        assert said.startswith("acts:2: the last line is cut off")

    def test_a_whole_last_line_needs_no_line_feed(self) -> None:
        assert reading('{"a": 1}\n{"b": 2}', Form.JSONL).errors == ()

    def test_a_line_of_200_mib_is_not_read_whole(self) -> None:
        tracemalloc.start()
        data = _Endless(b"x", 200 * MIB)
        found = read(data, "acts.jsonl", Form.JSONL)  # type: ignore[arg-type]
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert [str(error) for error in found.errors] == [
            "acts.jsonl:1: the line is longer than 1 MiB; nothing after it was read"
        ]
        assert data.given <= MAX_LINE + 1
        assert peak < 50 * MIB

    def test_too_many_lines_are_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("ledger.importers.reading.MAX_LINES", 2)
        assert refused("{}\n" * 3, Form.JSONL) == "acts:3: there are more than 2 lines"


class TestText:
    def test_a_byte_order_mark_is_no_part_of_the_text(self) -> None:
        for form in Form:
            found = reading(b'\xef\xbb\xbf{"a": "b"}', form)
            assert found.errors == ()

    @pytest.mark.parametrize("form", Form)
    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
    def test_utf_16_is_refused_with_a_sentence(self, form: Form, encoding: str) -> None:
        data = "\ufeff{}\n{}".encode(encoding) if "-" in encoding[4:] else "{}\n{}".encode(encoding)
        assert refused(data, form) == "acts: the text is in UTF-16. Save it as UTF-8."

    @pytest.mark.parametrize("form", Form)
    def test_bytes_that_are_no_utf_8_are_refused_with_their_offset(self, form: Form) -> None:
        data = b'{"a": "b",\n"c": "caf\xe9"}' if form is not Form.JSONL else b'{}\n{"c": "caf\xe9"}'
        said = refused(data, form)
        assert said.startswith(f"acts:2: the byte 0xE9 at offset {data.index(0xE9)} ")
        assert said.endswith("is not UTF-8. Save the file as UTF-8.")

    @pytest.mark.parametrize("form", [Form.YAML, Form.JSON, None])
    def test_more_than_64_mib_is_refused_before_it_is_parsed(self, form: Form | None) -> None:
        data = _Endless(b"[", 200 * MIB)
        found = read(data, "acts", form)  # type: ignore[arg-type]
        assert "larger than 64 MiB" in str(found.errors[0])
        assert data.given <= MAX_FILE + 1


class TestForm:
    @pytest.mark.parametrize(
        ("name", "form"),
        [
            ("a.yaml", "yaml"),
            ("a.YML", "yaml"),
            ("a.b.json", "json"),
            ("a.jsonl", "jsonl"),
            ("x.ndjson", "jsonl"),
        ],
    )
    def test_the_ending_of_the_name_tells_it(self, name: str, form: str) -> None:
        assert form_of(name) == form

    @pytest.mark.parametrize("name", ["acts", "acts.txt", "acts.ymal", "yaml"])
    def test_any_other_ending_is_refused(self, name: str) -> None:
        with pytest.raises(InputError, match="--format-in"):
            form_of(name)

    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("demand: x", {"demand": "x"}),
            ("- demand: x", [{"demand": "x"}]),
            ('\n {"a": "b"}', {"a": "b"}),
            ('{\n"a": "b"\n}', {"a": "b"}),
            ('[{"a": "b"},\n{"c": "d"}]', [{"a": "b"}, {"c": "d"}]),
            ('{"a": "b"}\n{"c": "d"}', [{"a": "b"}, {"c": "d"}]),
            ('{"a": {}}\r\n\r\n{"c": "d"}\r\n', [{"a": {}}, {"c": "d"}]),
        ],
    )
    def test_without_a_name_the_first_letters_tell_it(self, text: str, value: object) -> None:
        found = reading(text)
        assert found.errors == ()
        assert found.root is not None
        assert plain(found.root) == value


class _Endless:
    """A stream of one letter that counts what was taken from it."""

    def __init__(self, letter: bytes, size: int) -> None:
        self._letter = letter
        self._size = size
        self.given = 0

    def read(self, size: int) -> bytes:
        taken = min(size, self._size - self.given)
        self.given += taken
        return self._letter * taken

    readline = read
