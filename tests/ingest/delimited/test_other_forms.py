"""CSVs of other forms: how they are recognised, what they are converted into, and what is refused."""

import gzip
import json
import tracemalloc
from collections.abc import Callable
from itertools import chain, pairwise, repeat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filmes_lake.errors import Damaged, SourceError
from filmes_lake.ingest.csv_source import SOURCE
from filmes_lake.ingest.delimited.conversion import convert
from filmes_lake.ingest.delimited.conversions import current_lines, restore_conversions
from filmes_lake.ingest.delimited.dialect import Recognised
from filmes_lake.ingest.delimited.header import EVOLVE
from filmes_lake.ingest.delimited.ingest import IngestRequest, ingest_files
from filmes_lake.ingest.delimited.landing import Landed
from filmes_lake.ingest.delimited.records import LONGEST_RECORD, Record, records_of
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import Conversion, Dialect
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.models.source import new_columns
from tests.fakes.clock import Clock
from tests.fakes.csv_files import csv, header, line
from tests.fakes.other_forms import commas, pandas, spreadsheet, written

OWN = csv(line(1), line(2, title='A "Quoted", Title'), line(3, title="São")).decode()
HEADER = header().split("|")
UTF_8, LATIN_1 = "utf-8", "iso8859-1"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file.csv"


def ingest(lake: Lake, file: Path, data: bytes | str, encoding: str = UTF_8, contract: str = "strict") -> Landed:
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    wanted = IngestRequest(contracts=dict.fromkeys(("movies", "series"), contract), encoding=encoding)
    [landed] = ingest_files(lake, SOURCE, [file], wanted)
    return landed


def refusal(lake: Lake, file: Path, data: bytes | str, encoding: str = UTF_8) -> SourceError:
    with pytest.raises(SourceError) as caught:
        ingest(lake, file, data, encoding)
    assert not list(lake.storage.list("Raw/"))
    assert not list(lake.storage.list(layout.CONVERTED))
    return caught.value


def conversion(lake: Lake, table: str = "movies") -> Conversion:
    [current] = lake.require(Layer.RAW).tables[table].files
    assert current.conversion
    return current.conversion


def converted(lake: Lake) -> str:
    return lake.storage.get(conversion(lake).lines.key).data.decode()


def originals(lake: Lake) -> list[dict[str, object]]:
    return [json.loads(text) for text in lake.storage.get(conversion(lake).originals.key).data.splitlines()]


def row(**values: str) -> list[str]:
    """The fields of a line, with other values under some of the header's words."""
    return [values.get(word, field) for word, field in zip(HEADER, line().split("|"), strict=True)]


# --- what is recognised ------------------------------------------------------------------------------------


def tabs(text: str) -> str:
    return commas(text).replace(",", "\t").replace('"A ""Quoted""\t Title"', '"A ""Quoted"", Title"')


FORMS: dict[str, Callable[[str], bytes | str]] = {
    "commas": commas,
    "spreadsheet": spreadsheet,
    "tabs": tabs,
    "mark": lambda text: text.encode("utf-8-sig"),
    "upper case": lambda text: text.replace(header(), header().upper()),
    "respelled": lambda text: text.replace("tituloPincipal", "tituloPrincipal"),
    "index": lambda text: "".join(f"{n or ''}|{line}\n" for n, line in enumerate(text.splitlines())),
    "trailing delimiter": lambda text: text.replace("\n", "|\n"),
    "quoted header": lambda text: commas(text).replace(",".join(HEADER), ",".join(f'"{word}"' for word in HEADER)),
    "CRLF": lambda text: commas(text).replace("\n", "\r\n"),
    "mixed line ends": lambda text: commas(text).replace("\n", "\r\n", 2),
    "no final line end": lambda text: commas(text).removesuffix("\n"),
    "blanks after commas": lambda text: (
        commas(text).replace(",", ", ").replace('"A ""Quoted"",  Ti', '"A ""Quoted"", Ti')
    ),
    "gzip": lambda text: gzip.compress(commas(text).encode()),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_file_in_another_form_is_stored_as_it_is_and_converted_into_the_lakes_own(
    lake: Lake, file: Path, form: str
) -> None:
    landed = ingest(lake, file, FORMS[form](OWN))

    assert lake.storage.get(landed.key).data == file.read_bytes()
    assert converted(lake) == OWN
    assert (landed.received.lines, conversion(lake).lines.rows, conversion(lake).originals.rows) == (3, 3, 0)
    assert lake.require(Layer.RAW).tables["movies"].rows == 3


def test_pandas_floats_stand_in_the_conversion_as_they_came(lake: Lake, file: Path) -> None:
    ingest(lake, file, pandas(OWN))

    fields = converted(lake).splitlines()[1].split("|")
    assert fields == row(
        anoLancamento="1999.0", tempoMinutos="90.0", numeroVotos="1000.0", anoNascimento="1960.0", anoFalecimento=r"\N"
    )


def test_a_file_of_the_lakes_own_form_has_no_conversion(lake: Lake, file: Path) -> None:
    ingest(lake, file, OWN)

    assert b"conversion" not in lake.storage.get(layout.version(lake.require(Layer.RAW).version)).data
    assert not list(lake.storage.list(layout.CONVERTED))


def test_the_manifest_says_how_a_file_was_read(lake: Lake, file: Path) -> None:
    ingest(lake, file, pandas(OWN))

    assert conversion(lake).dialect == Dialect(delimiter=",", quote='"', encoding=UTF_8, header=("", *HEADER))


def test_series_are_known_by_their_column(lake: Lake, file: Path) -> None:
    landed = ingest(lake, file, commas(csv(kind=Kind.SERIES).decode()).upper())

    assert landed.received.table.kind is Kind.SERIES


def test_new_columns_stay_out_of_the_conversion_where_the_contract_takes_them(lake: Lake, file: Path) -> None:
    data = written([[*HEADER[:3], "a|b", *HEADER[3:]], [*row()[:3], "x\ny", *row()[3:]]])

    landed = ingest(lake, file, data, contract=EVOLVE)

    assert landed.received.new_columns == ("a|b",)
    assert converted(lake) == csv(line()).decode()
    columns = tuple(lake.require(Layer.RAW).tables["movies"].columns)
    assert new_columns(columns, SOURCE.raw[0].model) == ("a|b",)


def test_the_same_file_makes_the_same_conversion(lake: Lake, memory_lake: Lake, file: Path) -> None:
    for each in (lake, memory_lake):
        ingest(each, file, pandas(OWN))

    assert conversion(lake) == conversion(memory_lake)


# --- values ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("personagem", "", r"\N"),
        ("personagem", r"\N", r"\N"),
        ("personagem", "NaN", r"\N"),
        ("anoNascimento", "nan", r"\N"),
        ("anoNascimento", "<NA>", r"\N"),
        ("personagem", "Nan", "Nan"),
        ("nomeArtista", "None", "None"),
        ("nomeArtista", "Null", "Null"),
        ("notaMedia", "8,3", "8.3"),
        ("anoNascimento", "1960,0", "1960.0"),
        ("numeroVotos", "1,000", "1,000"),
        ("numeroVotos", "1,000,0", "1,000,0"),
        ("genero", "Drama,0", "Drama,0"),
        ("personagem", 'He said "no"', 'He said "no"'),
        ("personagem", "tab\tand\x85and\u2028", "tab\tand\x85and\u2028"),
    ],
)
def test_a_value_is_null_or_what_it_says(lake: Lake, file: Path, column: str, value: str, expected: str) -> None:
    ingest(lake, file, written([HEADER, row(**{column: value})]))

    fields = converted(lake).split("\n")[1].split("|")
    assert fields == row(anoFalecimento=r"\N", **{column: expected})


# --- what no statement takes -------------------------------------------------------------------------------


def test_what_may_be_rejected_is_kept_as_it_stands_in_the_file_with_its_first_lines_number(
    lake: Lake, file: Path
) -> None:
    records = [
        row(),
        row(personagem="a|b"),
        row(personagem="two\nlines"),
        row(id="nm1"),
        row()[:-1],
        row(id="tt0000002"),
    ]
    texts = [written([record]).removesuffix("\n") for record in records]
    data = "\r\n".join([",".join(HEADER), *texts[:3], "", *texts[3:]]) + "\r\n"

    landed = ingest(lake, file, data)

    lines = converted(lake).splitlines()[1:]
    assert lines == [line(), "3", "4", "", line().replace("tt0000001|", "nm1|", 1), "8", line().replace("1|", "2|", 1)]
    assert [(each["linha"], each["texto"], each["conteudo"]) for each in originals(lake)] == [
        (3, "3", texts[1]),
        (4, "4", texts[2]),
        (6, "", ""),
        (7, lines[4], texts[3]),
        (8, "8", texts[4]),
    ]
    assert landed.received.lines == 7


# --- what is refused ---------------------------------------------------------------------------------------

GOOD = written([row()])


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (GOOD.encode() + b"caf\xe9\n" + GOOD.encode(), "3: invalid UTF-8 (byte 0xe9)"),
        (GOOD.encode() + GOOD.encode().replace(b"Self", b"\xc3"), "3: invalid UTF-8 (byte 0xc3)"),
        (GOOD.encode() + b"\xe2\x82", "3: invalid UTF-8 (byte 0xe2)"),
        (written([row(personagem="two\nlines")]).encode() + b"\xff", "4: invalid UTF-8 (byte 0xff)"),
        (GOOD + GOOD.replace("Self", "a\0b") + "\xff", "3: a NUL byte"),
        (GOOD + GOOD.replace("Self", "a\x01\x02\x03b"), "3: the control characters 1, 2 and 3 in a row"),
        (GOOD + GOOD.replace("Self", "a\rb"), "3: a carriage return without a line feed"),
        (GOOD + GOOD.replace("Self", '"a" b'), "3: a quote that does not end its field"),
        (GOOD + GOOD.replace("Self", '"a') + GOOD * 3, "3: a quote opens in this record that is never closed"),
        (GOOD + GOOD.replace("Self", '"a') + GOOD * 10_000, "3: a record of more than 262,144 characters"),
        (GOOD + "x" * 3_000_000, "3: a record of more than 262,144 characters"),
        ("", "1: a header and no data lines"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 60 else "",
)
def test_what_cannot_be_read_is_refused_with_its_line(
    lake: Lake, file: Path, body: bytes | str, complaint: str
) -> None:
    data = f"{','.join(HEADER)}\n".encode() + (body.encode("latin-1") if isinstance(body, str) else body)

    error = refusal(lake, file, data)

    assert error.message == f"{file}:{complaint}"
    assert ("--encoding" in (error.hint or "")) == ("UTF-8" in complaint)


def test_a_refusal_says_which_columns_were_found_and_which_are_missing(lake: Lake, file: Path) -> None:
    error = refusal(lake, file, "ID;Título;genres\n1;2;3\n")

    assert error.message.startswith(f"{file}:1: expected 15 columns, found 3 (missing: tituloPincipal, tituloOriginal")
    assert error.message.endswith("; unknown: Título)")
    assert (error.hint or "").startswith("known of these columns: id, genero; a movies CSV begins: id|tituloPincipal")


def test_columns_in_another_order_are_refused_in_every_form(lake: Lake, file: Path) -> None:
    error = refusal(lake, file, written([[HEADER[1], HEADER[0], *HEADER[2:]], row()]))

    assert error.message == f"{file}:1: column 1 is 'tituloPincipal', expected 'id'"


# --- encodings ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", [LATIN_1, "cp1252", "utf-16", "utf-16-le", "utf-32"])
def test_lines_in_an_encoding_that_is_named_are_those_that_utf_8_has(lake: Lake, file: Path, encoding: str) -> None:
    ingest(lake, file, OWN.encode(encoding), encoding)

    assert converted(lake) == OWN


def test_bytes_that_an_encoding_does_not_have_are_refused_with_the_line(lake: Lake, file: Path) -> None:
    error = refusal(lake, file, OWN.encode("cp1252") + b"\x81\n", "cp1252")

    assert error.message == f"{file}:5: invalid CP1252 (byte 0x81)"


def test_the_same_bytes_read_in_another_encoding_are_another_snapshot(lake: Lake, file: Path) -> None:
    data = OWN.replace("São", "€").encode("cp1252")
    first = ingest(lake, file, data, LATIN_1)
    before = conversion(lake)

    second = ingest(lake, file, data, "cp1252")

    assert (second.status, second.key) == ("stored", first.key)
    assert "€" in converted(lake)
    assert conversion(lake).lines.key != before.lines.key
    assert ingest(lake, file, data, "cp1252").status == "unchanged"


# --- in the lake -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("damage", ["delete", "alter"])
@pytest.mark.parametrize("which", ["lines", "originals"])
def test_a_conversion_that_is_lost_or_damaged_is_made_again(
    memory_lake: Lake, file: Path, damage: str, which: str
) -> None:
    ingest(memory_lake, file, pandas(OWN.replace("tt0000003", "x")))
    key = getattr(conversion(memory_lake), which).key
    data = memory_lake.storage.get(key).data
    memory_lake.storage.delete(key)
    if damage == "alter":
        memory_lake.storage.put(key, data.swapcase())

    restore_conversions(memory_lake)

    assert memory_lake.storage.get(key).data == data


def test_a_conversion_that_this_program_would_not_make_says_what_to_do(lake: Lake, file: Path) -> None:
    ingest(lake, file, pandas(OWN))
    raw, [current] = lake.require(Layer.RAW), lake.require(Layer.RAW).tables["movies"].files
    made = conversion(lake)
    other = made.model_copy(update={"lines": made.lines.model_copy(update={"sha256": "0" * 64})})
    table = raw.tables["movies"].model_copy(update={"files": (current.model_copy(update={"conversion": other}),)})
    lake.versions.publish(raw.model_copy(update={"version": "v2", "tables": {"movies": table}}), raw.version)

    with pytest.raises(Damaged, match="this program converts it in another way") as caught:
        restore_conversions(lake)

    assert "ingest csv FILE" in (caught.value.hint or "")


def test_who_only_reads_makes_a_lost_conversion_for_himself(lake: Lake, file: Path, tmp_path: Path) -> None:
    ingest(lake, file, gzip.compress(pandas(OWN)))
    wanted = converted(lake).encode().splitlines()
    lake.storage.delete(conversion(lake).lines.key)

    assert list(current_lines(lake, "movies", tmp_path) or ()) == wanted
    assert not [entry for entry in lake.storage.list(layout.CONVERTED) if entry.key.endswith(".csv")]


def test_ingesting_the_file_again_puts_a_lost_conversion_back(lake: Lake, file: Path) -> None:
    ingest(lake, file, pandas(OWN))
    lake.storage.delete(conversion(lake).lines.key)

    assert ingest(lake, file, pandas(OWN)).status == "restored"
    assert ingest(lake, file, pandas(OWN)).status == "unchanged"


def test_conversions_that_no_version_names_are_swept_and_raw_is_not(
    memory_lake: Lake, file: Path, clock: Clock
) -> None:
    for number in range(6):
        ingest(memory_lake, file, pandas(csv(line(number)).decode()))
        clock.advance(hours=25)

    memory_lake.versions.sweep()

    assert len(list(memory_lake.storage.list("Raw/"))) == 6
    assert len(list(memory_lake.storage.list(layout.CONVERTED))) == 2 * 3


# --- records -----------------------------------------------------------------------------------------------

DIALECT = Dialect(delimiter=",", quote='"', encoding=UTF_8, header=tuple(HEADER))
RECOGNISED = Recognised(SOURCE.raw[0], DIALECT)
FIELDS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\x01"), max_size=8).map(
    lambda text: text.strip(" ")
)
ROWS = st.lists(st.lists(FIELDS, min_size=2, max_size=4), min_size=1, max_size=8)


@given(ROWS, st.lists(st.integers(0, 200), max_size=6))
def test_records_are_the_same_wherever_blocks_end(rows: list[list[str]], cuts: list[int]) -> None:
    data = written(rows).encode()
    places = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]

    found = list(records_of((data[start:end] for start, end in pairwise(places)), DIALECT, "f"))

    assert [record.fields for record in found] == rows
    assert "".join(f"{record.text}\n" for record in found) == data.decode()
    before = [sum(record.text.count("\n") + 1 for record in found[:place]) for place in range(len(found))]
    assert [record.line for record in found] == [1 + lines for lines in before]


def test_a_record_of_the_greatest_length_is_read() -> None:
    text = '"' + "x\n" * ((LONGEST_RECORD - 4) // 2) + '",'

    assert list(records_of([text.encode() + b"\n"], DIALECT, "f")) == [Record(1, text, [text[1:-2], ""])]


@pytest.mark.slow
def test_records_do_not_gather_in_memory(tmp_path: Path) -> None:
    record = written([row(id="x")]).encode()
    blocks = chain([f"{','.join(HEADER)}\n".encode()], repeat(record * 50, 200))

    tracemalloc.start()
    try:
        made = convert(records_of(blocks, DIALECT, "f"), RECOGNISED, tmp_path, "made")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert (made.lines.rows, made.originals.rows) == (10_000, 10_000)
    assert peak < 2_000_000 < made.lines.bytes + made.originals.bytes
