"""Arrow schemas of the tables: what pyarrow reads in our Parquet files. Needs the extra `arrow`."""

import pyarrow as pa

from filmes_lake.models.columns import ColumnType, Row, columns_of

_TYPES = {
    ColumnType.STRING: pa.string(),
    ColumnType.INT: pa.int32(),
    ColumnType.BIGINT: pa.int64(),
    ColumnType.DOUBLE: pa.float64(),
    ColumnType.BOOLEAN: pa.bool_(),
    ColumnType.DATE: pa.date32(),
    ColumnType.TIMESTAMP: pa.timestamp("us", tz="UTC"),
    ColumnType.STRINGS: pa.list_(pa.field("element", pa.string())),
}


def arrow_schema(model: type[Row]) -> pa.Schema:
    """The table's Arrow schema. Every field is nullable, as in the files: what may not be null is for the audits."""
    return pa.schema([pa.field(column.name, _TYPES[column.type]) for column in columns_of(model)])
