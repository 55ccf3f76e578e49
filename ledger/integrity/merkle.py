"""The Merkle tree of the log, and what can be proven with it (RFC 6962 section 2.1, RFC 9162).

A leaf here is always a leaf hash (`ledger.integrity.leaf`), a node SHA-256(0x01 ‖ left ‖ right), a
hash 32 bytes. The tree over n leaves splits at the largest power of two below n. Worked out level
by level this is: hash the nodes in pairs, and carry an odd last one up as it is.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HASH_SIZE: Final = 32
EMPTY_ROOT: Final = sha256(b"").digest()
"""The root of a tree without leaves."""


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


def _pairs(level: Sequence[bytes]) -> list[bytes]:
    """The level above, without the odd last node."""
    nodes = iter(level)
    return [sha256(b"\x01" + left + right).digest() for left, right in zip(nodes, nodes)]  # noqa: B905


class Frontier(NamedTuple):
    """What it takes to add leaves without looking at the old ones.

    `hashes` are the roots of the perfect trees that a tree of `size` leaves consists of, the
    largest first: one for each bit that is set in `size`.
    """

    size: int
    hashes: tuple[bytes, ...]

    def extended(self, leaves: Iterable[bytes]) -> Frontier:
        """The frontier once more leaves have come."""
        level = list(leaves)
        size = self.size + len(level)
        waiting = list(self.hashes)
        left_over: list[bytes] = []
        bits = self.size
        while level or bits:
            if bits & 1:
                level.insert(0, waiting.pop())
            if len(level) & 1:
                left_over.append(level.pop())
            level = _pairs(level)
            bits >>= 1
        return Frontier(size, tuple(reversed(left_over)))

    @property
    def root(self) -> bytes:
        """The root of the tree."""
        if not self.hashes:
            return EMPTY_ROOT
        *larger, root = self.hashes
        for node in reversed(larger):
            root = node_hash(node, root)
        return root

    @property
    def is_whole(self) -> bool:
        """Whether there are as many hashes as the size asks for, each of its length."""
        return (
            self.size >= 0
            and len(self.hashes) == self.size.bit_count()
            and all(len(node) == HASH_SIZE for node in self.hashes)
        )


NO_LEAVES: Final = Frontier(0, ())
"""Before the first event."""


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root of the tree over some leaves."""
    return NO_LEAVES.extended(leaves).root


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """The siblings on the way from a leaf (counted from 0) to the root, the lowest first.

    IndexError where there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        msg = f"there is no leaf {index} among {len(leaves)}"
        raise IndexError(msg)
    proof: list[bytes] = []
    level = list(leaves)
    while len(level) > 1:
        if (sibling := index ^ 1) < len(level):
            proof.append(level[sibling])
        level = [*_pairs(level), *level[len(level) & ~1 :]]
        index >>= 1
    return tuple(proof)


def consistency_proof(leaves: Sequence[bytes], first: int) -> tuple[bytes, ...]:
    """What shows that the tree over the first leaves is the beginning of that over all of them.

    IndexError for more leaves than there are. From no leaves to any, and from all of them to the
    same, nothing has to be shown.
    """
    if not 0 <= first <= len(leaves):
        msg = f"there are no {first} leaves among {len(leaves)}"
        raise IndexError(msg)
    if first in (0, len(leaves)):
        return ()
    proof: list[bytes] = []
    begin, end, known = 0, len(leaves), True
    # `known`: the verifier has the root of the part that is left, it is that of the first tree.
    while first != end:
        middle = begin + _split(end - begin)
        if first <= middle:
            proof.append(root_of(leaves[middle:end]))
            end = middle
        else:
            proof.append(root_of(leaves[begin:middle]))
            begin, known = middle, False
    if not known:
        proof.append(root_of(leaves[begin:end]))
    return tuple(reversed(proof))


def _split(count: int) -> int:
    """The largest power of two below a count of two or more."""
    return 1 << ((count - 1).bit_length() - 1)


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Whether a leaf stands at an index of the tree of this root (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes(leaf, root, *proof):
        return False
    place, last, found = index, size - 1, leaf
    for node in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(node, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, node)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def verify_consistency(
    first: int, second: int, proof: Sequence[bytes], first_root: bytes, second_root: bytes
) -> bool:
    """Whether a tree is the beginning of another (RFC 9162, section 2.1.4.2)."""
    if not 0 <= first <= second or not _are_hashes(first_root, second_root, *proof):
        return False
    if first == second:
        return not proof and first_root == second_root
    if first == 0:
        return not proof and first_root == EMPTY_ROOT
    nodes = [first_root, *proof] if first.bit_count() == 1 else list(proof)
    if not nodes:
        return False
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    older = newer = nodes[0]
    for node in nodes[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            older, newer = node_hash(node, older), node_hash(node, newer)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            newer = node_hash(newer, node)
        place, last = place >> 1, last >> 1
    return last == 0 and older == first_root and newer == second_root


def _are_hashes(*nodes: bytes) -> bool:
    return all(len(node) == HASH_SIZE for node in nodes)
