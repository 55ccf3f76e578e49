"""Settings of the whole suite."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# The suite tries the same examples every time, so that it is the change that breaks it; new ones
# are looked for with HYPOTHESIS_PROFILE=long, and more of them with nightly.
settings.register_profile(
    "suite",
    max_examples=100,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile(
    "long", parent=settings.get_profile("suite"), derandomize=False, max_examples=2_000
)
settings.register_profile(
    "nightly", parent=settings.get_profile("suite"), derandomize=False, max_examples=10_000
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))
