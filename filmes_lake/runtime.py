"""From settings to what they stand for. The only place that chooses between backends."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filmes_lake.errors import SettingsError
from filmes_lake.settings import Encryption, Settings, bytes_of, load_settings

if TYPE_CHECKING:
    from filmes_lake.catalog.registration import Catalog
    from filmes_lake.dashboard.quicksight.bodies import Wanted
    from filmes_lake.dashboard.quicksight.service import QuickSight
    from filmes_lake.dashboard.quicksight.spice import Spice
    from filmes_lake.deploy.account import Account
    from filmes_lake.deploy.architecture import Architecture
    from filmes_lake.deploy.checking.check import Check as DeploymentCheck
    from filmes_lake.deploy.checking.check import Deployed
    from filmes_lake.deploy.checking.trial import Trial
    from filmes_lake.deploy.code import Code
    from filmes_lake.deploy.package import CodeFile
    from filmes_lake.doctor.checks import Thoroughness
    from filmes_lake.doctor.verdict import Check
    from filmes_lake.engines.athena.reports import Told
    from filmes_lake.engines.athena.workgroup import Workgroup
    from filmes_lake.ingest.source import RefreshStep, SourceContext
    from filmes_lake.ingest.tmdb.token import TmdbAccess
    from filmes_lake.jobs.glue import GlueJob
    from filmes_lake.jobs.local import LocalJob, S3Access
    from filmes_lake.jobs.package import Packed
    from filmes_lake.jobs.submission import Submitter
    from filmes_lake.lake.lake import Lake
    from filmes_lake.lake.storage import Storage
    from filmes_lake.progress import Progress
    from filmes_lake.reports.output import ParquetWriter
    from filmes_lake.reports.runner import QueryEngine
    from filmes_lake.transform.engine import Engine


@dataclass(frozen=True)
class Runtime:
    """The backends that the settings name, each loaded when it is first asked for."""

    settings: Settings
    lake_flag: str | None = None
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)

    @classmethod
    def from_flags(cls, *, lake: str | None, **flags: Any) -> "Runtime":
        """Settings with the command line's flags on top, each under its setting's name."""
        from filmes_lake.ingest.registry import settings

        return cls(load_settings({"lake": lake, **flags}, model=settings()), lake_flag=lake)

    def in_trial(self, trial: "Trial") -> "Runtime":
        """The same on the lake of a trial, which asks nobody for anything but the answers that are recorded there."""
        from filmes_lake.ingest.tmdb.recorded import NOBODY

        ours = trial.settings({"lake": self.settings.lake, "database": self.settings.database})
        return replace(self, settings=self.settings.model_copy(update=ours), environment=NOBODY)

    @cached_property
    def lake(self) -> "Lake":
        """The lake at `settings.lake`; nothing is created before the first write."""
        from filmes_lake.ingest.registry import schema
        from filmes_lake.lake.lake import Lake

        return Lake(_storage(self.settings), schema(self.settings))

    @cached_property
    def transform_engine(self) -> "Engine":
        """The engine of the transforms where none is named."""
        from filmes_lake.engines.duckdb.engine import DuckDBEngine

        return DuckDBEngine(memory=self.settings.memory, threads=self.settings.threads)

    def tmdb_access(self) -> "TmdbAccess":
        """TMDB's address and the token, of the environment or of SSM; SettingsError where there is none to use."""
        from filmes_lake.ingest.tmdb.token import tmdb_access

        return tmdb_access(self.environment, self.settings.tmdb_token_parameter)

    @cached_property
    def source_context(self) -> "SourceContext":
        """What sources have to know of what they are brought into."""
        from filmes_lake.ingest.source import SourceContext

        return SourceContext(self.lake, self.settings, self.environment, partial(_cache, self.settings))

    def refresh_steps(self, *, with_tmdb: bool = True) -> "Sequence[RefreshStep]":
        """What `run` brings up to date, in order; `with_tmdb` includes asking TMDB, which looks at every title."""
        from filmes_lake.ingest.registry import SOURCES
        from filmes_lake.workflows import refresh

        transforming = refresh.TransformStep(
            self.lake, self.transform_engine, self.catalog, strict=self.settings.strict
        )
        steps = (
            *refresh.source_steps(self.source_context, SOURCES, with_services=with_tmdb),
            transforming,
            refresh.CatalogStep(self.catalog, transforming),
        )
        return steps if self.lake.storage.folder else (*steps, refresh.DashboardStep(self.spice))

    def doctor_checks(self, how: "Thoroughness", progress: "Progress") -> "Iterator[Check]":
        """What `doctor` finds; see `run_checks`."""
        from filmes_lake.doctor.checks import DoctorContext, run_checks

        in_s3 = "://" in self.settings.lake

        def folder() -> Path:
            return _cache(self.settings) if in_s3 else Path(self.settings.lake).expanduser().absolute()

        s3 = self.settings.lake if in_s3 else None
        catalog = None if in_s3 else lambda: self.catalog
        context = DoctorContext(lambda: self.lake, folder, s3, self.settings.sources, self.tmdb_access, catalog)
        return run_checks(context, how, progress)

    @cached_property
    def spark_engine(self) -> "Engine":
        """Spark. On a cluster it reads and writes a lake in S3 itself: its machines do not see copies on this one."""
        from filmes_lake.engines.spark.configuration import SparkSettings
        from filmes_lake.engines.spark.transforms import SparkEngine

        ours = self.settings
        settings = SparkSettings(ours.spark_master, ours.spark_memory, ours.spark_wait, _encryption(ours))
        if settings.is_local or self.lake.storage.folder:
            return SparkEngine(settings)
        return SparkEngine(replace(settings, in_s3=True), root=self.lake.storage.uri.replace("s3:", "s3a:", 1))

    def cluster_engine(self, root: str | None) -> "Engine":
        """The Spark to which this process was submitted; `root` see `Engine.root`."""
        from filmes_lake.engines.spark.failures import MORE_WORKERS
        from filmes_lake.engines.spark.session import join_cluster
        from filmes_lake.engines.spark.transforms import SparkEngine

        join_cluster(_encryption(self.settings))
        return SparkEngine(root=root, more_memory=MORE_WORKERS)

    @cached_property
    def glue_job(self) -> "GlueJob":
        """The Glue job that the settings name."""
        from filmes_lake.jobs.glue import open_job

        return open_job(self.settings.glue_job)

    @cached_property
    def glue(self) -> "Submitter":
        """What submits runs of the Glue job over the lake; SettingsError where that is a folder."""
        settings = self.settings
        if "://" not in settings.lake:
            raise SettingsError(f"{settings.lake}: Glue needs a lake in S3", "use --lake s3://bucket/prefix")
        job = self.glue_job
        from filmes_lake.jobs.definition import JobSettings
        from filmes_lake.jobs.submission import Submitter, role_of

        wanted = JobSettings(job.name, role_of(settings.glue_role), settings.glue_workers, settings.glue_timeout)
        return Submitter(
            self.lake, job, wanted, _package(settings), settings.encryption.value, settings.strict, _imdb(settings)
        )

    def deployed_code(self, made: Path | None) -> "Code":
        """What gives the code of a stack: the zips that lie in `made`, or some of the cache; and the Glue job's."""
        from filmes_lake.deploy.code import function_files
        from filmes_lake.jobs.package import code_files

        def code(architecture: "Architecture", with_job: bool) -> "list[CodeFile]":  # noqa: FBT001 - see `Code`
            functions = function_files(made, _cache(self.settings) / "lambda", architecture)
            return [*functions, *(code_files(_package(self.settings)) if with_job else ())]

        return cache(code)

    @property
    def local_job(self) -> "LocalJob":
        """What runs the packaged job on this machine, in a Spark of its own."""
        from filmes_lake.engines.spark.configuration import SparkSettings
        from filmes_lake.jobs.local import LocalJob

        settings = self.settings
        master = SparkSettings(settings.spark_master)
        spark = SparkSettings(master.master if master.is_local else SparkSettings.master, settings.spark_memory)
        s3 = None if self.lake.storage.folder else _s3_access(settings.lake)
        return LocalJob(
            self.lake, _package(settings), spark, s3, settings.encryption.value, settings.strict, _imdb(settings)
        )

    def check_of(self, account: "Account", deployed: "Deployed", *, with_glue: bool) -> "DeploymentCheck":
        """A check of what is deployed for this lake."""
        from filmes_lake.dashboard.quicksight.checking import published_works
        from filmes_lake.deploy.checking.check import Check

        return Check(account, deployed, cache(self.in_trial), lambda: published_works(self.spice), with_glue)

    def engine(self, name: str) -> "Engine":
        """The engine of the transforms by its name, `duckdb` or `spark`."""
        return self.spark_engine if name == "spark" else self.transform_engine

    @cached_property
    def catalog(self) -> "Catalog":
        """Where other tools find the lake's tables: a file beside a lake in a folder, else the Glue Data Catalog."""
        if self.lake.storage.folder:
            from filmes_lake.engines.duckdb.catalog import DuckDBFile

            return DuckDBFile(self.lake)
        from filmes_lake.catalog.glue.catalog import GlueCatalog
        from filmes_lake.dashboard.quicksight.following import FollowedCatalog

        return FollowedCatalog(GlueCatalog(self.lake, self.settings.database), self.spice)

    @cached_property
    def spice(self) -> "Spice":
        """What QuickSight holds of the lake's tables, if a dashboard was published."""
        from filmes_lake.dashboard.quicksight.spice import Spice

        return Spice(self.lake)

    def quicksight(self, region: str | None = None) -> "QuickSight":
        """QuickSight in a region, by default in the one that is set; SettingsError where it could not read the lake."""
        if self.lake.storage.folder:
            raise SettingsError(
                f"{self.settings.lake}: QuickSight reads lakes in S3 only",
                "use --lake s3://bucket/prefix; `dashboard build` writes a page of any lake",
            )
        from filmes_lake.dashboard.quicksight.service import QuickSight

        return QuickSight(region)

    def quicksight_dashboard(self, workgroup: str, readers: Sequence[str] = ()) -> "Wanted":
        """The dashboard of the current tables, in the language of the settings; NotFound without Refined data."""
        from filmes_lake.dashboard.quicksight.bodies import Wanted
        from filmes_lake.dashboard.quicksight.publishing import genres_of

        ours = self.settings
        genres = genres_of(self.lake, self.query_engine)
        uri = self.lake.storage.uri
        return Wanted(uri, ours.database, workgroup, ours.quicksight_role, ours.lang, genres, readers)

    @cached_property
    def query_engine(self) -> "QueryEngine":
        """DuckDB for reports and queries."""
        from filmes_lake.engines.duckdb.reports import DuckDBReports

        return DuckDBReports(self.lake, self.settings.memory)

    @property
    def parquet_writer(self) -> "ParquetWriter":
        """What writes a report's rows as Parquet."""
        from filmes_lake.engines.duckdb.parquet import write_parquet

        return write_parquet

    @property
    def usual_report_engine(self) -> str:
        """The engine of reports where none is named: Athena on S3 once a workgroup is set."""
        return "athena" if self.settings.workgroup and not self.lake.storage.folder else "duckdb"

    def athena_engine(self, progress: "Progress", told: "Told | None" = None) -> "QueryEngine":
        """Athena for reports and queries; SettingsError where it cannot be used. `progress` gets the cost too."""
        from filmes_lake.catalog.glue.catalog import GlueCatalog
        from filmes_lake.engines.athena.reports import AthenaReports

        workgroup, settings = self.workgroup, self.settings
        limit = bytes_of(settings.max_scan) if settings.max_scan else None
        engine = AthenaReports(self.lake, GlueCatalog(self.lake, settings.database), workgroup, limit, progress)
        return replace(engine, told=told) if told else engine

    @property
    def workgroup(self) -> "Workgroup":
        """Athena's workgroup; SettingsError where none is set, or where Athena could not read the lake."""
        if self.lake.storage.folder:
            raise SettingsError(
                f"{self.settings.lake}: Athena reads lakes in S3 only",
                "use --lake s3://bucket/prefix; reports and queries also run with --engine duckdb",
            )
        settings = self.settings
        if not settings.workgroup:
            raise SettingsError(
                "Athena needs a workgroup",
                "set FILMES_LAKE_WORKGROUP=NAME; reports and queries also run with --engine duckdb",
            )
        from filmes_lake.engines.athena.workgroup import Workgroup

        return Workgroup(settings.workgroup, settings.database, settings.athena_output)


def _storage(settings: Settings) -> "Storage":
    return _s3(settings) if "://" in settings.lake else _folder(settings.lake)


def _folder(uri: str) -> "Storage":
    from filmes_lake.lake.storage.folder import FolderStorage

    if uri.startswith(("s3:", "s3//")):
        raise SettingsError(f"{uri}: neither a folder nor an address in S3", "use --lake s3://bucket/prefix")
    try:
        root = Path(uri).expanduser()
        if root.is_symlink() and not root.exists():
            raise SettingsError(f"{uri}: a link to {root.readlink()}, which is not there", "use --lake FOLDER")
        if root.exists() and not root.is_dir():
            raise SettingsError(f"{uri}: not a folder", "use --lake FOLDER")
    except (OSError, RuntimeError) as error:  # a name too long, a home that nobody has
        raise SettingsError(f"{uri}: cannot be a folder: {error}", "use --lake FOLDER") from error
    return FolderStorage(root)


def _s3(settings: Settings) -> "Storage":
    from filmes_lake.lake.storage.s3_address import S3Address

    address = S3Address.parse(settings.lake)  # a wrong one is told without boto3, which it needs not
    from filmes_lake.lake.storage.s3 import S3Storage
    from filmes_lake.lake.storage.s3_client import open_client

    cache, state = _cache(settings), _state(settings)
    return S3Storage(open_client(address.uri), address, cache, state, _encryption(settings))


def _s3_access(lake: str) -> "S3Access":
    """How a Spark that is not Glue's gets at a lake in S3."""
    from filmes_lake.aws.session import credentials
    from filmes_lake.engines.spark.configuration import s3a
    from filmes_lake.jobs.local import S3Access
    from filmes_lake.lake.storage.s3_client import S3, own_endpoint

    return S3Access(credentials(S3, lake), s3a(own_endpoint()))


def _package(settings: Settings) -> "Packed":
    """The Glue job's package: one that was made before, or one of our own in the cache."""
    from filmes_lake.jobs.package import Packed

    made = settings.glue_package.expanduser() if settings.glue_package else None
    return Packed(made, _cache(settings) / "glue")


def _encryption(settings: Settings) -> str | None:
    """What S3 is asked to encrypt with; None leaves it to the bucket."""
    return None if settings.encryption is Encryption.BUCKET else settings.encryption.value


def _cache(settings: Settings) -> Path:
    """Where copies of a lake in S3 lie on this machine, and what else can be had again."""
    from platformdirs import user_cache_path

    return _folder_of_ours("cache", settings.cache, user_cache_path)


def _state(settings: Settings) -> Path:
    """Where lies on this machine what a lake in S3 does not hold yet."""
    from platformdirs import user_state_path

    return _folder_of_ours("state", settings.state, user_state_path)


def _folder_of_ours(setting: str, wanted: Path | None, usual: Callable[[str], Path]) -> Path:
    try:
        return wanted.expanduser().absolute() if wanted else usual("filmes-lake")
    except RuntimeError as error:  # a home that nobody has
        raise SettingsError(f"{wanted}: cannot be a folder: {error}", f"correct the setting `{setting}`") from error


def _imdb(settings: Settings) -> str:
    """Which of IMDb's titles the tables take, as a job is told; nothing where it is what the job would do by itself."""
    return "" if settings.imdb == type(settings.imdb)() else settings.imdb.model_dump_json()
