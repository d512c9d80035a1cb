"""Records parsed in Python have the texts that DuckDB gives them."""

import json
from typing import Any

import duckdb
import pytest

from filmes_lake.engines.spark.json_records import parse_record
from filmes_lake.models.columns import ColumnType

ODD: list[Any] = [
    {"\x00\x0e\x1f\x7f": '"\\/\b\f\n\r\t'},
    ["\\u000e", "\u2028é🎬", "\\"],
    [1e3, 1.50, 1e16, 1e-7, 1e21, -0.0, 10**19, 2**31, True, None],
    {"a": {"b": [{}]}, "": []},
]


@pytest.mark.parametrize("value", ODD, ids=str)
def test_a_value_of_another_shape_is_the_text_that_duckdb_makes_of_it(value: Any) -> None:
    record = json.dumps({"title": value})
    (made,) = (
        duckdb.execute('SELECT JSON_TRANSFORM(?::JSON, \'{"title": "VARCHAR"}\').title', [record]).fetchone() or ()
    )

    assert parse_record(record, {"title": ColumnType.STRING})[0] == (made,)
