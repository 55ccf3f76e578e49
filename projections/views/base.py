"""What every view has: frozen, documented, serialised with instants as text."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ConfigDict


class View(BaseModel):
    """A frozen published shape. A field is never removed or changed in meaning within a version."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True, defer_build=True
    )


ViewT = TypeVar("ViewT", bound=View)
