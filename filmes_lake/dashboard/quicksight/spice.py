"""What SPICE, QuickSight's memory, holds of the tables.

It is noted in the lake when a dashboard is published, and taken anew when the tables are others.
"""

import hashlib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from filmes_lake.dashboard.quicksight.grains import GRAINS, Grain
from filmes_lake.dashboard.quicksight.names import Names
from filmes_lake.errors import LakeError, NotFound
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import Manifest
from filmes_lake.models.kinds import Layer

if TYPE_CHECKING:
    from filmes_lake.dashboard.quicksight.service import QuickSight


class Publication(BaseModel):
    """What was published of which lake, where, and of which files each data set holds the rows, as a digest."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    lake: str
    region: str
    database: str
    dashboards: tuple[str, ...]
    data_sets: Mapping[str, str]


def _open(region: str) -> "QuickSight":
    from filmes_lake.dashboard.quicksight.service import QuickSight

    return QuickSight(region)


@dataclass(frozen=True)
class Spice:
    """The copies of one lake's tables."""

    lake: Lake
    open_service: Callable[[str], "QuickSight"] = _open

    def publication(self) -> Publication | None:
        """What was published; None where nothing was, or of the lake that this one was copied from."""
        try:
            found = Publication.model_validate_json(self.lake.storage.get(layout.DASHBOARD).data)
        except NotFound:
            return None
        except ValidationError as error:
            raise LakeError(
                f"{layout.DASHBOARD}: not a valid document", "filmes-lake dashboard publish rebuilds it"
            ) from error
        return found if found.lake == self.lake.storage.uri else None

    def stale(self) -> list[str]:
        """The data sets, by their grains' names, whose tables are others by now."""
        published, refined = self.publication(), self.lake.versions.current(Layer.REFINED)
        if not published or not refined:
            return []
        now = digests(refined)
        return [name for name, digest in published.data_sets.items() if now.get(name, digest) != digest]

    def refresh(self) -> list[str]:
        """Take anew what is stale, and that alone; the data sets, by their grains' names. Nobody waits for SPICE."""
        published, stale = self.publication(), self.stale()
        if not published or not stale:
            return []
        service, names = self.open_service(published.region), Names(published.database)
        for grain in (grain for grain in GRAINS if grain.name in stale):
            service.ingest(names.data_set(grain), uuid.uuid4().hex)
        now = {**published.data_sets, **digests(self.lake.require(Layer.REFINED))}
        self.note(published.model_copy(update={"data_sets": now}))
        return stale

    def note(self, published: Publication) -> None:
        """Remember what was published."""
        text = published.model_dump_json().encode()
        try:
            token = self.lake.storage.get(layout.DASHBOARD).token
        except NotFound:
            token = None
        self.lake.storage.swap(layout.DASHBOARD, text, token)

    def forget(self) -> None:
        """Nothing is published any more."""
        self.lake.storage.delete(layout.DASHBOARD)


def digests(refined: Manifest) -> dict[str, str]:
    """By grain, which files the rows of its data set are made of; one of a table that is not there is left out."""
    return {grain.name: _digest(refined, grain) for grain in GRAINS if grain.tables <= set(refined.tables)}


def _digest(refined: Manifest, grain: Grain) -> str:
    keys = (file.key for name in sorted(grain.tables) for file in refined.tables[name].files)
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()[:16]
