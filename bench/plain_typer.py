"""A bare Typer program with rich help."""

import typer

app = typer.Typer(help="A program.", rich_markup_mode="rich")


@app.command()
def ingest(file: str, kind: str = "movies") -> None:
    """Take a file in."""
    print(file, kind)


@app.command()
def transform(target: str, *, force: bool = False) -> None:
    """Make tables of it."""
    print(target, force)


@app.command()
def report(name: str, top: int = 10) -> None:
    """Ask a question."""
    print(name, top)


if __name__ == "__main__":
    app()
