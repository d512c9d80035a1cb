from typing import Any

import pytest

from tests.shapes import shape_of


@pytest.mark.parametrize(
    ("document", "shape"),
    [
        ({"a": 1, "b": [True], "c": None}, {"a": "integer", "b": ["boolean"], "c": "null"}),
        ([1, None, 2.5], ["integer|null|number"]),
        ([{"a": 1}, {"a": None, "b": "x"}], [{"a": "integer|null", "b": "string"}]),
        ([[], [1]], [["integer"]]),
        ([], []),
    ],
)
def test_a_shape_has_every_key_and_type(document: Any, shape: Any) -> None:
    assert shape_of(document) == shape
