"""The transforms as a job of AWS Glue, in pure PySpark. This file is the job's script; the rest comes as wheels.

    --JOB_NAME NAME    which Glue itself adds
    --LAKE_URI URI     s3://bucket/prefix, or s3a:// where Spark is not Glue's, or a folder
    --LAYER LAYER      trusted, refined or all (the default)
    --RUN_ID ID        the run's id in the ledger; one is made where none is given
    --FORCE yes        make the layers again even where they are up to date
    --STRICT yes       publish nothing where values became null
    --ENCRYPTION WHAT  the setting `encryption`: AES256 (the default) or bucket
    --IMDB JSON        the settings under [imdb], where they are not the defaults
    --STACK NAME       the stack under which CloudWatch counts the run; it does not where none is given

It logs JSON lines to standard output, the last of which says what was made or what went wrong. Where it went wrong it
ends with the error's message and exit code 1, which is all that Glue knows.
"""

import json
import sys
import tempfile
from argparse import SUPPRESS, ArgumentParser
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

from filmes_lake.entrypoints.logged import Logged, errors_logged, log_done, log_followed, metrics_of_transform
from filmes_lake.errors import EXIT_INTERRUPTED, FilmesLakeError, UsageError
from filmes_lake.log import log_json_lines, logger
from filmes_lake.models.kinds import Target
from filmes_lake.runtime import Runtime
from filmes_lake.transform.pipeline import TransformRequest, TransformResult
from filmes_lake.workflows.transform import transform

_REQUIRED = ("JOB_NAME", "LAKE_URI")
_OPTIONAL = ("LAYER", "RUN_ID", "FORCE", "STRICT", "ENCRYPTION", "IMDB", "STACK")


def main() -> None:
    """Run the job with the process's arguments."""
    log_json_lines()
    try:
        with errors_logged():
            options = read_options(sys.argv)
        with errors_logged(options.get("STACK")):
            result = run(options)
    except FilmesLakeError as error:
        sys.exit(" ".join(error.message.split()))
    except KeyboardInterrupt:
        logger.warning("interrupted")
        sys.exit(EXIT_INTERRUPTED)
    log_done(asdict(result), metrics_of_transform(result), options.get("STACK"))


def read_options(arguments: Sequence[str]) -> dict[str, str]:
    """The job's own arguments by their names, of all that Glue gave it; UsageError where one is missing."""
    parser = _Arguments(add_help=False, allow_abbrev=False, argument_default=SUPPRESS)
    for name in (*_REQUIRED, *_OPTIONAL):
        parser.add_argument(f"--{name}", required=name in _REQUIRED)
    return dict(vars(parser.parse_known_args(arguments[1:])[0]))


def run(options: Mapping[str, str]) -> TransformResult:
    """Bring the lake's layers up to date."""
    target = _target(options.get("LAYER", Target.ALL.value))
    scheme, separator, rest = options["LAKE_URI"].partition("://")
    # The lake's books are kept through boto3, which knows one name for S3. Under which name Spark finds the files is
    # said by the address that was given.
    lake = f"s3://{rest}" if scheme == "s3a" else options["LAKE_URI"]
    runtime = Runtime.from_flags(
        lake=lake,
        cache=str(Path(tempfile.gettempdir()) / "filmes-lake"),
        encryption=options.get("ENCRYPTION"),
        imdb=json.loads(options["IMDB"]) if "IMDB" in options else None,
    )
    run_id = options.get("RUN_ID") or runtime.lake.ledger.new_id()
    log_json_lines(run=run_id, layer=target.value)
    logger.info("job %s: %s of %s", options["JOB_NAME"], target.value, options["LAKE_URI"])
    published = transform(
        runtime.lake,
        runtime.cluster_engine(options["LAKE_URI"] if separator else None),
        runtime.catalog,
        TransformRequest(target.layers, "FORCE" in options, run_id, "STRICT" in options),
        Logged(),
    )
    log_followed(runtime.catalog, published.catalog)
    return published.result


def _target(layer: str) -> Target:
    try:
        return Target(layer)
    except ValueError as error:
        raise UsageError(f"--LAYER {layer}: not a layer", "trusted, refined or all") from error


class _Arguments(ArgumentParser):
    """Glue's own `getResolvedOptions` is an ArgumentParser too, which only Glue has."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"the job's arguments: {message}")


if __name__ == "__main__":
    main()
