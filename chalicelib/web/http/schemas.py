"""Base classes and types of bodies, queries and answers."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

LONGEST_ID = 200
"""Most characters of an id.

Longer ones name nothing, and tables refuse them as keys.
"""

Id = Annotated[str, Field(max_length=LONGEST_ID)]
"""An id of anything."""
Line = Annotated[str, Field(max_length=400)]
"""A line of text as typed.

The rules check its own limit, together with all other faults.
"""
Secret = Annotated[str, Field(max_length=1000, repr=False)]
ProofText = Annotated[str, Field(max_length=4000)]


class Schema(BaseModel):
    """A model that builds its validators at its first use.

    A function needs few of its hundred models after a cold start.
    """

    model_config = ConfigDict(defer_build=True)


class Body(Schema):
    """A request body that refuses unknown fields, and values of another type.

    A text is no number and a number no boolean. Its errors never repeat the input.
    """

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


class PageQuery(Schema):
    """Start of a page: the previous page's cursor, or none."""

    cursor: str | None = None
