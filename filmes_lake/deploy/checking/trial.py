"""A trial: the deployed machine at work on a lake of its own, with a database and metrics of its own."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from filmes_lake.lake import layout
from filmes_lake.models.kinds import TransformPlace

NAME = r"[a-z0-9_]{1,40}"
"""What a trial may be called: it is a part of a path and of a database's name."""


@dataclass(frozen=True)
class Trial:
    """One, by its name, with what makes its tables. Its lake lies below that of the stack."""

    name: str
    engine: TransformPlace

    @classmethod
    def new(cls, now: datetime, engine: TransformPlace) -> "Trial":
        """One that nobody else has."""
        return cls(f"{now:%Y%m%dt%H%M%S}_{uuid.uuid4().hex[:6]}", engine)

    def input(self, tick: str) -> dict[str, Any]:
        """What the state machine is started with."""
        return {"tick": tick, "trial": {"name": self.name, "engine": self.engine.value}}

    def lake(self, uri: str) -> str:
        """The address of its lake, below that of the lake."""
        return f"{uri.rstrip('/')}/{layout.trial(self.name).rstrip('/')}"

    def settings(self, of: Mapping[str, str]) -> dict[str, str]:
        """The settings `lake` and `database` of the lake, as the trial has them."""
        return {"lake": self.lake(of["lake"]), "database": f"{of['database']}_trial_{self.name}"}


def stack_of_trials(stack: str) -> str:
    """The stack under which CloudWatch counts trials, so that no figure of the lake's own is another for them."""
    return f"{stack}-trial"
