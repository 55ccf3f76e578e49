"""The tree of the log against the vectors of Certificate Transparency, an oracle, and its laws."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from ledger.integrity.merkle import (
    EMPTY_ROOT,
    NO_LEAVES,
    Frontier,
    consistency_proof,
    inclusion_proof,
    node_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)

CT_ENTRIES = [
    bytes.fromhex(text)
    for text in (
        *("", "00", "10", "2021", "3031", "40414243", "5051525354555657"),
        "606162636465666768696a6b6c6d6e6f",
    )
]
"""The entries of the reference implementation's tests (certificate-transparency)."""
CT_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
CT_INCLUSION = {
    (0, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (5, 8): (
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 3): ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",),
}
"""By index (from 0) and size."""


def leaf(entry: bytes) -> bytes:
    """A leaf hash as RFC 6962 has it."""
    return sha256(b"\x00" + entry).digest()


@cache
def leaves(count: int) -> list[bytes]:
    return [leaf(number.to_bytes(4, "big")) for number in range(count)]


@cache
def oracle(count: int) -> Any:  # noqa: ANN401 -- the library has no types
    tree = InmemoryTree(algorithm="sha256")
    for number in range(count):
        tree.append_entry(number.to_bytes(4, "big"))
    return tree


@pytest.mark.parametrize("size", range(9))
def test_the_roots_of_the_reference_vectors(size: int) -> None:
    assert root_of(map(leaf, CT_ENTRIES[:size])).hex() == CT_ROOTS[size]


@pytest.mark.parametrize(("index", "size"), CT_INCLUSION)
def test_the_inclusion_proofs_of_the_reference_vectors(index: int, size: int) -> None:
    known = [leaf(entry) for entry in CT_ENTRIES[:size]]
    proof = inclusion_proof(known, index)
    assert tuple(node.hex() for node in proof) == CT_INCLUSION[index, size]
    assert verify_inclusion(known[index], index, size, proof, bytes.fromhex(CT_ROOTS[size]))


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13, 31, 32, 33, 64, 100])
def test_an_independent_library_agrees_on_every_root_and_proof(size: int) -> None:
    theirs = oracle(size)
    assert theirs.get_root() == root_of(leaves(size))
    for index in range(size):
        proof = theirs.prove_inclusion(index + 1, size)
        # Its path begins with the leaf itself.
        assert tuple(bytes.fromhex(node) for node in proof.serialize()["path"][1:]) == (
            inclusion_proof(leaves(size), index)
        )
    for first in range(1, size):
        ours = consistency_proof(leaves(size), first)
        assert theirs.get_root(first) == root_of(leaves(first))
        assert verify_consistency(first, size, ours, theirs.get_root(first), theirs.get_root())


def test_what_is_proven_holds_and_nothing_else_passes_at_any_size_up_to_40() -> None:
    roots = [root_of(leaves(size)) for size in range(41)]
    for size in range(1, 41):
        for index in range(size):
            proof = inclusion_proof(leaves(size), index)
            assert verify_inclusion(leaves(size)[index], index, size, proof, roots[size])
            others = [other for other in range(-1, size + 2) if other != index]
            assert not any(
                verify_inclusion(leaves(size)[index], other, size, proof, roots[size])
                for other in others
            )
        for first in range(size + 1):
            proof = consistency_proof(leaves(size), first)
            assert verify_consistency(first, size, proof, roots[first], roots[size])
            if 0 < first < size:
                assert not verify_consistency(first, size, proof, roots[first], roots[size - 1])


def spoilt(proof: tuple[bytes, ...]) -> list[tuple[bytes, ...]]:
    """The proof with a hash too many, too few, changed, cut, or two of them swapped."""
    found = [(*proof, bytes(32)), (bytes(32), *proof), proof[:-1], proof[1:]]
    for at, node in enumerate(proof):
        rest = (*proof[:at], bytes([node[0] ^ 1]) + node[1:], *proof[at + 1 :])
        found += [rest, (*proof[:at], node[:-1], *proof[at + 1 :])]
        if at:
            found.append((*proof[: at - 1], node, proof[at - 1], *proof[at + 1 :]))
    return [other for other in found if other != proof]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 11])
def test_a_spoilt_proof_is_false_and_no_exception(size: int) -> None:
    root = root_of(leaves(size))
    for index in range(size):
        for other in spoilt(inclusion_proof(leaves(size), index)):
            assert not verify_inclusion(leaves(size)[index], index, size, other, root)
    for first in range(1, size + 1):
        for other in spoilt(consistency_proof(leaves(size), first)):
            assert not verify_consistency(first, size, other, root_of(leaves(first)), root)


def test_what_asks_for_nothing_sensible_is_false() -> None:
    one = leaves(1)[0]
    assert not verify_inclusion(one, 0, 0, (), EMPTY_ROOT)
    assert not verify_inclusion(one, 1, 1, (), one)
    assert not verify_inclusion(one[:-1], 0, 1, (), one[:-1])
    assert not verify_consistency(2, 1, (), one, one)
    assert not verify_consistency(0, 1, (), one, one)
    assert not verify_consistency(0, 1, (one,), EMPTY_ROOT, one)
    assert not verify_consistency(1, 2, (), one[:-1], one)
    assert not verify_consistency(3, 4, (), one, one)


def test_there_is_no_proof_for_what_is_not_there() -> None:
    for index in (-1, 3):
        with pytest.raises(IndexError, match="there is no leaf"):
            inclusion_proof(leaves(3), index)
    for first in (-1, 4):
        with pytest.raises(IndexError, match="among 3"):
            consistency_proof(leaves(3), first)


@given(st.lists(st.integers(min_value=0, max_value=40), max_size=8))
def test_leaves_may_come_one_by_one_or_many_at_a_time(batches: list[int]) -> None:
    frontier = NO_LEAVES
    for count in batches:
        frontier = frontier.extended(leaves(frontier.size + count)[frontier.size :])
        assert frontier.is_whole
    assert frontier.root == root_of(leaves(sum(batches)))


def test_a_frontier_that_lacks_a_hash_is_not_whole() -> None:
    one = leaves(1)[0]
    assert Frontier(1, (one,)).is_whole
    for wrong in (Frontier(1, ()), Frontier(3, (one,)), Frontier(1, (one[:-1],)), Frontier(-1, ())):
        assert not wrong.is_whole


def test_a_node_is_no_leaf_of_the_same_bytes() -> None:
    left, right = leaves(2)
    assert node_hash(left, right) != leaf(left + right)
