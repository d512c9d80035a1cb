"""The tables of a lake that the package's own sources feed."""

from filmes_lake.ingest import registry
from filmes_lake.models.kinds import Layer
from filmes_lake.models.tables import REFINED

SCHEMA = registry.schema()
RAW = SCHEMA.tables(Layer.RAW)
TRUSTED = SCHEMA.tables(Layer.TRUSTED)
model_of = SCHEMA.model_of

__all__ = ["RAW", "REFINED", "SCHEMA", "TRUSTED", "model_of"]
