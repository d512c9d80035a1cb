"""What is parsed of records: a structure, and the places in it where a record may have another shape.

A structure is nested: a mapping of names for an object, a list of one member for a list, and where it ends the type of
the column that the value is for.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from filmes_lake.models.columns import Column, ColumnType

Structure = Mapping[str, Any]

MEMBERS = "[]"
"""The step from a list to its members."""


@dataclass(frozen=True)
class Leaf:
    """Where a structure ends: the steps that lead there, names and `MEMBERS`, and the type of the column."""

    steps: tuple[str, ...]
    type: ColumnType

    @property
    def path(self) -> str:
        """The steps in words: `body.genres[].name`."""
        return ".".join(self.steps).replace(f".{MEMBERS}", MEMBERS)

    @property
    def is_text(self) -> bool:
        """Whether nothing but a text will do: any other value has a text too, which is no value of the column."""
        return self.type is ColumnType.STRING

    @property
    def is_nested(self) -> bool:
        """Whether it lies deeper than in an object of the record, so that something else may stand on the way."""
        return len(self.steps) > 2  # the object and a name in it

    @property
    def is_doubtful(self) -> bool:
        """Whether its text does not tell by itself that the record has another shape there.

        A list in the place of a name has a text as well, and an object in the place of a list leaves nothing. A number,
        a flag or a day of an object is not doubtful: no other value's text passes for one. Nor is what the record has
        outside of objects, which was looked at before it came into Raw.
        """
        return self.is_nested or (self.is_text and len(self.steps) > 1)


def leaf_of(column: Column, within: str) -> Leaf:
    """The leaf of a column whose source is a path (`genres[].name`, `episode_run_time[0]`) in the object `within`."""
    steps = column.source.replace("[0]", MEMBERS).replace(MEMBERS, f".{MEMBERS}").split(".")
    of_members = ColumnType.STRING if column.type is ColumnType.STRINGS else column.type
    return Leaf((within, *steps), of_members)


def structure_of(leaves: Iterable[Leaf]) -> dict[str, Any]:
    """The structure that ends in these leaves."""
    nested: dict[str, Any] = {}
    for leaf in leaves:
        place, (*way, last) = nested, leaf.steps
        for step in way:
            place = place.setdefault(step, {})
        place[last] = leaf.type
    return {name: _with_lists(inner) for name, inner in nested.items()}


def _with_lists(nested: Any) -> Any:
    if not isinstance(nested, dict):
        return nested
    made = {name: _with_lists(inner) for name, inner in nested.items()}
    return [made[MEMBERS]] if MEMBERS in made else made


def doubtful_leaves(structure: Structure) -> list[Leaf]:
    """Those of a structure's leaves that are doubtful, in its order."""
    return [leaf for leaf in _leaves(structure, ()) if leaf.is_doubtful]


def _leaves(structure: Any, steps: tuple[str, ...]) -> Iterator[Leaf]:
    if isinstance(structure, Mapping):
        for name, inner in structure.items():
            yield from _leaves(inner, (*steps, name))
    elif isinstance(structure, list):
        yield from _leaves(structure[0], (*steps, MEMBERS))
    else:
        yield Leaf(steps, structure)
