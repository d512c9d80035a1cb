"""The tables of a version as the Glue Data Catalog describes them, and what two such descriptions differ in.

Limits of Glue's: 255 bytes for a column's comment, 2,048 for a table's description.
https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-catalog-tables.html
"""

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from filmes_lake.catalog.registration import Difference
from filmes_lake.errors import LakeError
from filmes_lake.lake import layout
from filmes_lake.lake.manifest import Manifest
from filmes_lake.models.columns import Column, Row, columns_of, description_of
from filmes_lake.models.kinds import Layer

if TYPE_CHECKING:
    from mypy_boto3_glue.type_defs import ColumnTypeDef, TableInputTypeDef

OURS = "filmes_lake."
LAKE, VERSION, FINGERPRINT = f"{OURS}lake", f"{OURS}version", f"{OURS}fingerprint"
_EXTERNAL = "EXTERNAL"
_ROWS, _BYTES = f"{OURS}rows", f"{OURS}bytes"
# What moves with every version.
_OF_VERSIONS = frozenset({"location", *(f"parameter {name}" for name in (VERSION, _ROWS, _BYTES))})

_PARQUET = "org.apache.hadoop.hive.ql.io.parquet"


def table_input(uri: str, version: Manifest, model: type[Row]) -> "TableInputTypeDef":
    """The table as Glue gets it; `uri` is the lake's. LakeError where its files are not all in its folder.

    Its version is the one whose run made the files: where the table stays as it was, nothing changes in Glue.
    """
    name = model.table.name
    table, folder = version.tables[name], _folder(version, name)
    described: TableInputTypeDef = {
        "Name": name,
        "Description": description_of(model),
        "TableType": "EXTERNAL_TABLE",
        "Parameters": {
            _EXTERNAL: "TRUE",
            "classification": "parquet",
            LAKE: uri,
            VERSION: _version_in(folder, version.layer),
            _ROWS: str(table.rows),
            _BYTES: str(table.bytes),
        },
        "PartitionKeys": [],
        "StorageDescriptor": {
            "Columns": [_column(column) for column in columns_of(model)],
            "Location": f"{uri}/{folder}",
            "InputFormat": f"{_PARQUET}.MapredParquetInputFormat",
            "OutputFormat": f"{_PARQUET}.MapredParquetOutputFormat",
            "NumberOfBuckets": -1,  # none, as Athena's own DDL has it; Trino breaks on a table that says nothing
            "SerdeInfo": {
                "SerializationLibrary": f"{_PARQUET}.serde.ParquetHiveSerDe",
                "Parameters": {"serialization.format": "1"},
            },
        },
    }
    return {**described, "Parameters": {**described["Parameters"], FINGERPRINT: fingerprint(described)}}


def facts(table: Mapping[str, Any]) -> dict[str, str]:
    """What a table's description says, as far as we say it too: what others add as parameters is theirs."""
    storage = table.get("StorageDescriptor") or {}
    serde = storage.get("SerdeInfo") or {}
    found = {
        "description": table.get("Description"),
        "type": table.get("TableType"),
        "location": storage.get("Location"),
        "input format": storage.get("InputFormat"),
        "output format": storage.get("OutputFormat"),
        "serde": serde.get("SerializationLibrary"),
        "partitions": ", ".join(key["Name"] for key in table.get("PartitionKeys") or ()),
        "columns": ", ".join(column["Name"] for column in storage.get("Columns") or ()),
    }
    for column in storage.get("Columns") or ():
        found[f"column {column['Name']}"] = column.get("Type")
        found[f"comment {column['Name']}"] = column.get("Comment")
    parameters = table.get("Parameters") or {}
    described = (_EXTERNAL, "classification", LAKE, VERSION, _ROWS, _BYTES)
    found.update({f"parameter {name}": parameters.get(name) for name in described})
    return {what: value for what, value in found.items() if value}


def fingerprint(table: Mapping[str, Any]) -> str:
    """A hash of what a table's description says, apart from what moves with every version.

    It is written into the tables: were `facts` to say more, all that are registered would look changed.
    """
    found = facts(table)
    lasting = {what: value for what, value in found.items() if what not in _OF_VERSIONS}
    lasting["place"] = _place(found)
    return hashlib.sha256(json.dumps(lasting, sort_keys=True).encode()).hexdigest()[:16]


def is_as_written(table: Mapping[str, Any]) -> bool:
    """Whether the description is one that this program wrote, of whatever version."""
    return (table.get("Parameters") or {}).get(FINGERPRINT) == fingerprint(table)


def changes(now: Mapping[str, Any], wanted: Mapping[str, Any]) -> tuple[Difference, ...]:
    """What two descriptions differ in."""
    old, new = facts(now), facts(wanted)
    return tuple(
        Difference(what, old.get(what), new.get(what)) for what in {**new, **old} if old.get(what) != new.get(what)
    )


def moves_only(found: tuple[Difference, ...]) -> bool:
    """Whether nothing but the version differs."""
    return all(change.what in _OF_VERSIONS for change in found)


def shown_version(table: Mapping[str, Any], layer: Layer) -> str | None:
    """The version whose folder is the table's location: what is read, whatever the parameters say."""
    location = facts(table).get("location")
    return _version_in(location, layer) if location else None


def ddl(database: str, table: "TableInputTypeDef") -> str:
    """Athena's CREATE statement of the table. Its DDL is Hive's: names in backticks, backslashes before quotes."""
    storage = table["StorageDescriptor"]
    columns = ",\n".join(
        f"  `{column['Name']}` {column['Type']} COMMENT {_quoted(column['Comment'])}" for column in storage["Columns"]
    )
    described = {name: value for name, value in table["Parameters"].items() if name not in (_EXTERNAL, FINGERPRINT)}
    properties = ",\n".join(f"  {_quoted(name)} = {_quoted(value)}" for name, value in described.items())
    return (
        f"CREATE EXTERNAL TABLE IF NOT EXISTS `{database}`.`{table['Name']}` (\n{columns}\n)\n"
        f"COMMENT {_quoted(table['Description'])}\n"
        f"STORED AS PARQUET\n"
        f"LOCATION {_quoted(storage['Location'])}\n"
        f"TBLPROPERTIES (\n{properties}\n)"
    )


def _column(column: Column) -> "ColumnTypeDef":
    unit = f" Unit: {column.unit}." if column.unit else ""
    return {"Name": column.name, "Type": column.engine.athena, "Comment": column.description + unit}


def _folder(version: Manifest, name: str) -> str:
    """The table's folder, with its slash. Athena reads whatever lies there, so it must be one run's alone."""
    files = version.tables[name].files
    folder = layout.table_folder(version.layer, name, layout.run_of_table(files[0].key))
    for file in files:
        if layout.folder_of(file.key) != folder:
            raise LakeError(
                f"{file.key}: not in {folder}, so {name} cannot have one location", "filmes-lake transform all --force"
            )
    return folder


def _version_in(folder: str, layer: Layer) -> str:
    """The version whose run made what lies in a folder."""
    return layout.version_id(folder.rstrip("/").rpartition("/")[2], layer)


def _place(found: Mapping[str, str]) -> str:
    """The location as far as it stays: the lake's own folder of the table, under which every version lies."""
    location = found.get("location", "")
    folder, _, run = location.rstrip("/").rpartition("/")
    return folder if run else location


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
