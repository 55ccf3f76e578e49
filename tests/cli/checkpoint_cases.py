"""Every view of keys, checkpoints and proofs, full and empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.views import KeyLine, KeysView
from ledger.integrity.bundle import verify_bundle
from ledger.integrity.keys import Verifier
from ledger.store.tree import KeptCheckpoint
from projections.checkpoints import Trusted, attested, checked, checkpoints_view
from projections.proofs import proof_view
from projections.views.checkpoints import CheckedView
from tests.integrity.proofs import leaves_of, log_of, note_over, proof_between, proof_of
from tests.integrity.signed import KNOWN, ORIGIN, REGISTRY, STRANGER, WITNESS, cosigned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from projections.views.base import View


def checkpoint_views() -> Iterator[View]:
    """As the commands print them."""
    yield KeysView(folder="keys", keys=())
    yield KeysView(
        folder="keys",
        keys=tuple(
            KeyLine(name=key.name, id=key.id.hex(), role=role, private=private, vkey=str(key))
            for key, role, private in (
                (REGISTRY.key, "own", "plain"),
                (REGISTRY.key, "own", "passphrase"),
                (REGISTRY.key, "own", None),
                (STRANGER.key, "log", None),
                (WITNESS, "witness", None),
            )
        ),
    )
    note = note_over(log_of(3))
    yield checkpoints_view(ORIGIN, 0, ())
    yield checkpoints_view(
        ORIGIN,
        5,
        [KeptCheckpoint(1, 3, note, None), KeptCheckpoint(2, 3, "what?\n", b"stamp")],
    )
    state = attested(ORIGIN, leaves_of(log_of(5)), [note])
    trusted = Trusted(KNOWN, [Verifier(WITNESS)])
    good = checked(state, "checkpoint 1", cosigned(note), trusted)
    yield CheckedView(
        origin=ORIGIN,
        size=5,
        checkpoints=(
            good.model_copy(
                update={"stamped": "2022-01-27T09:00:00Z", "authority": "CN=A", "unknown": ("x",)}
            ),
            checked(state, "checkpoint 2", note.replace("\n3\n", "\n4\n"), trusted),
            checked(state, "a.txt", "what?\n", trusted, b"stamp"),
        ),
    )
    for proof in (proof_of(1, 2, size=3), proof_between(2, 3)):
        yield proof_view(verify_bundle(proof.encode(), KNOWN))
