"""Make what is generated and committed: `python -m tools.generate`, or `--check` to see whether it is up to date.

- Spark SQL that follows from the models, into `filmes_lake/transform/sql/_generated/spark/`
- DuckDB's text of every statement of the transforms, and the columns of the results of Trusted
- the reports' texts, into `filmes_lake/reports/sql/_generated/`
- the compute stack's template, `filmes_lake/deploy/templates/compute.json`
- `docs/tables/`, `docs/statements.md`, `docs/cli.md` and the schema's snapshot
"""

import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from filmes_lake.ingest import registry
from filmes_lake.models.kinds import Layer
from filmes_lake.models.tables import Schema
from filmes_lake.transform.statements import COLUMNS_FILE, statements_of
from tools import documents, drawing, filled_sql, report_texts, result_columns, template_models, transpiled
from tools.compute_stack.template import compute_text

ROOT = Path(__file__).resolve().parent.parent


def generated_files() -> Iterator[tuple[Path, str]]:
    """Every generated file with its text. Later ones may be made from earlier ones."""
    yield from statement_files(registry.schema())
    yield from report_texts.report_texts(ROOT / "filmes_lake/reports/sql")
    yield ROOT / "filmes_lake/deploy/templates/compute.json", compute_text()
    yield from documents.documents(ROOT)
    yield ROOT / "docs/statements.md", drawing.statement_page()


def statement_files(schema: Schema) -> Iterator[tuple[Path, str]]:
    """What is generated of the transforms of a lake with these sources, each in the folder `sql` of its package."""
    layers = (Layer.TRUSTED, Layer.REFINED)
    statements = [found for layer in layers for found in statements_of(schema, layer) if found.sql is None]
    packages = dict.fromkeys(statement.package for statement in statements)
    for package in packages:
        folder = Path(str(files(package))) / "sql"
        for name, text in filled_sql.filled_statements(folder, template_models.models_of(schema)):
            yield folder / f"_generated/spark/{name}.sql", text
        own = [statement for statement in statements if statement.package == package]
        yield from transpiled.transform_texts(folder / "_generated/duckdb", own)
    columns = result_columns.result_columns(schema)
    for package in packages:
        yield Path(str(files(package))) / f"sql/_generated/{COLUMNS_FILE}", result_columns.text_of(columns, package)


def main(arguments: list[str]) -> int:
    """Write the files, or with `--check` say which are out of date; the exit code."""
    stale = []
    for path, text in generated_files():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path)
            if "--check" not in arguments:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
    for path in stale:
        print(path.relative_to(ROOT), "is out of date" if "--check" in arguments else "written")
    if stale and "--check" in arguments:
        print("run `make docs` and commit what it writes")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
