"""What every body, query and answer of the API is made from."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Line = Annotated[str, Field(max_length=400)]
"""A line as typed; its own limit is said by the rules, together with all other faults."""
Secret = Annotated[str, Field(max_length=1000, repr=False)]
ProofText = Annotated[str, Field(max_length=4000)]


class Schema(BaseModel):
    """A model whose checks are built when it is first used: a function that starts will need few of a hundred."""

    model_config = ConfigDict(defer_build=True)
