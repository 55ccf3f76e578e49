"""Check a proof of dipledger, with nothing but Python 3.11 and the package `cryptography`.

    python verify_proof.py PROOF --key VKEY [--key VKEY ...]

PROOF is what `dipledger prove` printed. VKEY is the verifier key of whoever signed it, such as
example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k, got by a way that you trust.
Prints what is proven and ends with 0; ends with 1 and says at which step, where nothing is.

What is checked (https://c2sp.org/signed-note, https://c2sp.org/tlog-checkpoint, RFC 9162):
  1. a checkpoint is a text of three lines or more: the name of the ledger, the number of its
     events, the root of a Merkle tree over them; a given key signed it with Ed25519;
  2. an event's leaf follows from its bytes (see `leaf`), and with the hashes of the proof it gives
     the root that was signed;
  3. of two checkpoints: with the hashes of the proof, the older root and the newer root both
     follow, so that the newer tree begins with the older one.
"""
# ruff: noqa: D103, PLR2004, T201 -- a script to be read from top to bottom, that prints

import hashlib
import json
import re
import sys
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any, NoReturn, cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "dipledger/proof/1"
HEADER = ("marking", "recorded_by", "stream", "topic", "version")
EVENT = {*HEADER, "body", "inclusion", "leaf_index", "nonce", "position", "recorded_at"}
FIELDS = {
    "inclusion": {"checkpoint", "events", "format", "kind", "origin"},
    "consistency": {"consistency", "first", "format", "kind", "origin", "second"},
}


def fail(step: str) -> NoReturn:
    sys.exit(f"NOT PROVEN: {step}")


def require(holds: object, step: str) -> None:
    if not holds:
        fail(step)


def unbase64(text: object, what: str) -> bytes:
    try:
        data = b64decode(text, validate=True) if isinstance(text, str) else b""
    except ValueError:
        fail(f"{what} is not base64")
    require(b64encode(data).decode() == text, f"{what} is not base64 in its one form")
    return data


def sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def canonical(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    require(len(dict(pairs)) == len(pairs), "a field of the proof is there twice")
    return dict(pairs)


def read_key(vkey: str) -> tuple[str, bytes, bytes]:
    """Name, key id and public key of a verifier key."""
    name, _, rest = vkey.partition("+")
    key_id, _, blob = rest.partition("+")
    data = unbase64(blob, "the verifier key")
    require(len(data) == 33 and data[:1] == b"\x01", "the verifier key is not of Ed25519")
    computed = sha256(name.encode(), b"\n", data)[:4]
    require(computed.hex() == key_id, "the verifier key is damaged")
    return name, computed, data[1:]


def checkpoint(note: object, vkeys: list[str], origin: object) -> tuple[int, bytes]:
    """Size and root of a signed note of this origin, once a given key has signed it."""
    require(isinstance(note, str) and not re.search("[\x00-\x09\x0b-\x1f]", str(note)), "no note")
    text, blank, tail = str(note).rpartition("\n\n")
    require(blank and tail.endswith("\n"), "the checkpoint was cut off")
    text += "\n"
    signed = False
    for line in tail[:-1].split("\n"):
        dash, name, blob = (*line.split(" "), "", "")[:3]
        form = dash == "—" and name and line.count(" ") == 2
        require(form, "a signature of the checkpoint is not in its form")
        signature = unbase64(blob, "a signature of the checkpoint")
        for known, key_id, key in map(read_key, vkeys):
            if (known, key_id) == (name, signature[:4]):
                try:
                    Ed25519PublicKey.from_public_bytes(key).verify(signature[4:], text.encode())
                except InvalidSignature:
                    fail(f"what {name} signed is not this checkpoint: one of the two was altered")
                print(f"signature: {name}+{key_id.hex()} signed the checkpoint")
                signed = True
    require(signed, "none of the given keys signed the checkpoint")
    lines = text[:-1].split("\n")
    require(len(lines) >= 3 and all(lines), "the signed text is not a checkpoint")
    require(re.fullmatch("0|[1-9][0-9]{0,18}", lines[1]), "the checkpoint has no size in its form")
    require(lines[0] == origin, f"the checkpoint is of another ledger, {lines[0]}")
    return int(lines[1]), unbase64(lines[2], "the root of the checkpoint")


def leaf(event: dict[str, Any]) -> bytes:
    """SHA-256(0x00 ‖ canonical JSON of {commitment, format, recorded_at}).

    The commitment is SHA-256(nonce ‖ length of header, 8 bytes ‖ header ‖ body) in hexadecimal
    digits, the header the canonical JSON of {marking, recorded_by, stream, topic, version}.
    """
    header = canonical({name: event[name] for name in HEADER})
    nonce, body = unbase64(event["nonce"], "the nonce"), unbase64(event["body"], "the body")
    require(len(nonce) == 32, "the nonce has not 32 bytes")
    committed = sha256(nonce, len(header).to_bytes(8, "big"), header, body).hex()
    entry = {"commitment": committed, "format": "dipledger/leaf/1"}
    return sha256(b"\x00", canonical({**entry, "recorded_at": event["recorded_at"]}))


def hashes(texts: object) -> list[bytes]:
    require(isinstance(texts, list), "its form: the hashes of the proof")
    found = [unbase64(text, "a hash of the proof") for text in cast("list[object]", texts)]
    require(all(len(one) == 32 for one in found), "a hash of the proof has not 32 bytes")
    return found


def climb(index: int, last: int, path: list[bytes], roots: list[bytes]) -> list[bytes]:
    """Up the tree from a node at `index` of a level that ends at `last` (RFC 9162, section 2.1).

    `roots` begin as that node: of the tree, or first of the older one. That ends where the node
    does, so that a hash from the left goes into both, and one from the right into the last alone.
    """
    for node in path:
        require(last > 0, "the proof has hashes too many")
        if index & 1 or index == last:
            roots = [sha256(b"\x01", node, root) for root in roots]
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            roots = [*roots[:-1], sha256(b"\x01", roots[-1], node)]
        index, last = index >> 1, last >> 1
    require(last == 0, "the proof has hashes too few")
    return roots


def check_events(proof: dict[str, Any], vkeys: list[str]) -> None:
    size, root = checkpoint(proof["checkpoint"], vkeys, proof["origin"])
    require(isinstance(proof["events"], list) and proof["events"], "the proof has no event")
    for event in proof["events"]:
        require(isinstance(event, dict) and event.keys() == EVENT, "its form: an event")
        numbers = [event[name] for name in ("leaf_index", "position", "version")]
        require(all(type(one) is int for one in numbers), "its form: a number of an event")
        index, position, _ = numbers
        require(position == index + 1, "the position is not that of the leaf")
        require(0 <= index < size, "the event came after the checkpoint")
        (found,) = climb(index, size - 1, hashes(event["inclusion"]), [leaf(event)])
        require(found == root, "the event, or the way from it to the signed root, was altered")
        body = json.loads(b64decode(event["body"]))
        shown = {name: event[name] for name in (*HEADER, "recorded_at")}
        print(f"PROVEN: event {position} of {size} of the ledger {proof['origin']}, as recorded:")
        print(json.dumps({**shown, "event": body}, indent=2))


def check_consistency(proof: dict[str, Any], vkeys: list[str]) -> None:
    older, first = checkpoint(proof["first"], vkeys, proof["origin"])
    newer, second = checkpoint(proof["second"], vkeys, proof["origin"])
    path = hashes(proof["consistency"])
    require(older <= newer, "the first checkpoint is the newer one")
    if older in {0, newer}:
        require(not path, "the proof has hashes too many")
        require(first == (second if older == newer else sha256()), "the roots do not fit")
    else:
        start, *path = [first, *path] if older & (older - 1) == 0 else path or [b""]
        index, last = older - 1, newer - 1
        while index & 1:
            index, last = index >> 1, last >> 1
        found = climb(index, last, path, [start, start])
        require(found == [first, second], "what was recorded before was altered, or the proof was")
    print(f"PROVEN: the {older} events of the first checkpoint of the ledger {proof['origin']}")
    print(f"are the first of the {newer} events of the second, unaltered")


def main(file: str, *vkeys: str) -> None:
    for stream in (sys.stdout, sys.stderr):  # nothing in a proof can drive the terminal
        stream.reconfigure(encoding="ascii", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        proof = json.loads(Path(file).read_bytes().decode(), object_pairs_hook=once)
        require(isinstance(proof, dict) and proof.get("format") == FORMAT, f"it is not {FORMAT}")
        require(proof.keys() == FIELDS.get(proof.get("kind")), "its form: the fields of the proof")
        (check_events if proof["kind"] == "inclusion" else check_consistency)(proof, list(vkeys))
    except (OSError, ValueError, TypeError, RecursionError) as error:
        fail(f"its form: {error}")


if __name__ == "__main__":
    main(*(word for word in sys.argv[1:] if word != "--key")) if sys.argv[2:] else sys.exit(__doc__)
