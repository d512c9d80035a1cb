"""What Glue gets of the job: how it is made, and with which arguments it runs."""

from dataclasses import dataclass
from typing import Any

from filmes_lake.engines.spark.configuration import EXECUTORS
from filmes_lake.models.kinds import Target

# The DPUs of a worker, by its type. See https://docs.aws.amazon.com/glue/latest/dg/worker-types.html
WORKER_DPUS = {"G.025X": 0.25, "G.1X": 1.0, "G.2X": 2.0, "G.4X": 4.0, "G.8X": 8.0}
_WORKER = "G.1X"


@dataclass(frozen=True)
class JobSettings:
    """The job's name, the role that it takes (a name or an ARN), its G.1X workers, its time limit in minutes."""

    name: str
    role: str
    workers: int
    timeout: int


def job_definition(settings: JobSettings, lake: str, encryption: str, script: str, wheels: str) -> dict[str, Any]:
    """The job as CreateJob and UpdateJob take it; `script` and `wheels` are addresses in S3."""
    return {
        "Description": f"filmes-lake: transforms of {lake}",
        "Role": settings.role,
        "Command": {"Name": "glueetl", "ScriptLocation": script, "PythonVersion": "3"},
        "GlueVersion": "5.1",
        "WorkerType": _WORKER,
        "NumberOfWorkers": settings.workers,
        "Timeout": settings.timeout,
        "MaxRetries": 0,
        "ExecutionProperty": {"MaxConcurrentRuns": 1},
        "DefaultArguments": {
            "--LAKE_URI": lake,
            "--LAYER": Target.ALL.value,
            "--ENCRYPTION": encryption,
            "--additional-python-modules": wheels,
            "--python-modules-installer-option": "--no-index",
            # The other settings are those of the session, which the job sets as every Spark of ours does.
            "--conf": " --conf ".join(f"{name}={value}" for name, value in EXECUTORS.items()),
            "--enable-metrics": "true",
            "--enable-continuous-cloudwatch-log": "true",
            "--job-bookmark-option": "job-bookmark-disable",
            "--job-language": "python",
        },
    }


def run_arguments(
    lake: str, target: Target, run_id: str, *, force: bool, strict: bool, imdb: str = ""
) -> dict[str, str]:
    """The arguments of one run; `imdb` are the settings of that table, in JSON, where they are not the defaults."""
    said = {name: "yes" for name, wanted in (("--FORCE", force), ("--STRICT", strict)) if wanted}
    chosen = {"--IMDB": imdb} if imdb else {}
    return {"--LAKE_URI": lake, "--LAYER": target.value, "--RUN_ID": run_id, **said, **chosen}
