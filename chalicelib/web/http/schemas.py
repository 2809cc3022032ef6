"""What every body, query and answer of the API is made from."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

LONGEST_ID = 200
"""What is longer names nothing, and is no key that a table takes."""

Id = Annotated[str, Field(max_length=LONGEST_ID)]
"""What names something."""
Line = Annotated[str, Field(max_length=400)]
"""A line as typed; its own limit is said by the rules, together with all other faults."""
Secret = Annotated[str, Field(max_length=1000, repr=False)]
ProofText = Annotated[str, Field(max_length=4000)]


class Schema(BaseModel):
    """A model whose checks are built when it is first used: a function that starts will need few of a hundred."""

    model_config = ConfigDict(defer_build=True)


class Body(Schema):
    """A request body: what it does not know it refuses, and what was typed stands in no error."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class PageQuery(Schema):
    """Where a page of a list begins: what the page before it gave, or nothing."""

    cursor: str | None = None
