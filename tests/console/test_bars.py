"""Bars: their lengths in eighths, from zero, within the room, with small ones never setting the scale."""

import pytest

from filmes_lake.console.bars import Bar, drawn
from filmes_lake.console.table import width_of


def bar(value: float | None, *, tick: float | None = None, small: bool = False, label: str = "x") -> Bar:
    return Bar(label, value, "" if value is None else f"{value:g}", tick, small)


def lines(*bars: Bar, room: int = 25, blocks: bool = True) -> list[str]:
    return list(drawn(bars, room, blocks=blocks))


def test_the_longest_fills_its_columns_and_the_others_are_in_proportion() -> None:
    assert lines(bar(16.0), bar(8.0), bar(3.5), bar(0.0), room=24) == [
        "x  ████████████████   16",
        "x  ████████            8",
        "x  ███▌              3.5",
        "x                      0",
    ]


@pytest.mark.parametrize(("eighths", "drawn_as"), list(enumerate(" ▏▎▍▌▋▊▉█")))
def test_a_column_is_drawn_to_an_eighth(eighths: int, drawn_as: str) -> None:
    _, short = lines(Bar("x", 10.0, ""), Bar("x", eighths / 8, ""), room=1 + 2 + 10 + 2)

    assert short == f"x  {drawn_as}{' ' * 11}"


def test_negative_values_go_the_other_way_from_zero() -> None:
    gain, loss = lines(bar(5.0), bar(-5.0), room=3 + 10 + 2 + 2)

    assert gain == "x       █████   5"
    assert loss == "x  █████       -5"


def test_a_small_one_is_cut_and_does_not_set_the_scale() -> None:
    large, small = lines(bar(2.0), bar(99.0, small=True), room=3 + 10 + 2 + 2)

    assert large == "x  ██████████   2"
    assert small == "x  █████████▶  99"


def test_small_ones_alone_set_it() -> None:
    assert lines(bar(2.0, small=True), room=16) == ["x  ██████████  2"]


def test_a_tick_stands_at_its_value() -> None:
    assert lines(bar(10.0, tick=5.0), room=17) == ["x  █████│████  10"]
    assert lines(bar(5.0, tick=10.0), room=16) == ["x  █████    │  5"]


def test_what_is_unknown_has_no_bar() -> None:
    assert lines(bar(None), bar(1.0), room=16)[0].split() == ["x"]
    assert lines(bar(None)) == ["x" + " " * 24]


def test_without_blocks_all_is_ascii() -> None:
    for line in lines(bar(10.0, tick=5.0), bar(3.3), bar(99.0, small=True), blocks=False):
        assert line.isascii()


@pytest.mark.parametrize("room", [0, 20, 40, 80, 120, 300])
@pytest.mark.parametrize("label", ["x", "um título muito, muito, muito comprido", "映画 " * 20])
def test_no_line_is_wider_than_the_room(room: int, label: str) -> None:
    for line in lines(bar(10.0, label=label), bar(1.0), room=room):
        assert width_of(line) <= max(room, 8 + 2 + 10 + 2 + 2)


def test_nothing_has_no_lines() -> None:
    assert lines() == []
