"""What every body, query and answer of the API is made from."""

from pydantic import BaseModel, ConfigDict


class Schema(BaseModel):
    """A model whose checks are built when it is first used: a function that starts will need few of a hundred."""

    model_config = ConfigDict(defer_build=True)
