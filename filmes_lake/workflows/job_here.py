"""The packaged Glue job, run on this machine, and the catalog after it."""

from functools import partial

from filmes_lake.catalog.registration import Catalog
from filmes_lake.jobs.local import LocalJob
from filmes_lake.models.kinds import Target
from filmes_lake.progress import Progress
from filmes_lake.transform.pipeline import TransformResult
from filmes_lake.workflows.publish import Published, publish


def run_job_here(
    job: LocalJob, catalog: Catalog, target: Target, *, force: bool, progress: Progress
) -> Published[TransformResult]:
    """Run the job to its end; errors are those of `pipeline.transform`, raised as in the job."""
    return publish(catalog, partial(job.run, target, force=force, progress=progress))
