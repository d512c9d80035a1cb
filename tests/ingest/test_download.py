"""Files fetched over HTTP: from a server on a port that cuts, changes, lies and refuses."""

import gzip
import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from filmes_lake.errors import LakeError, LockHeld, SettingsError
from filmes_lake.ingest.download import DownloadFailed, FileServer, Patience
from filmes_lake.ingest.service import address_of
from filmes_lake.lake.storage.files import try_lock
from tests.fakes.imdb_server import (
    FakeImdb,
    changed_and_cut,
    cut,
    deaf_to_if_range,
    html,
    plain,
    short,
    status,
    trickle,
)
from tests.fakes.processes import running
from tests.fakes.progress import RecordedProgress

NAME, OTHER = "title.ratings.tsv.gz", "title.basics.tsv.gz"


def packed(seed: int, size: int = 60_000) -> bytes:
    """A gzip of so many bytes that do not compress."""
    return gzip.compress(random.Random(seed).randbytes(size), mtime=0)


DATA, NEWER = packed(1), packed(2)
# No attempt waits, and what was brought in by an earlier one does not count as patience.
HASTY = Patience(attempts=4, backoff=0, timeout=5, window=0.3, least_bytes=20_000)


@pytest.fixture
def server() -> Iterator[FakeImdb]:
    with FakeImdb({NAME: DATA}) as server:
        yield server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "imdb"


def download(server: FakeImdb, folder: Path, *names: str, progress: RecordedProgress | None = None) -> list[bool]:
    """Which of the files were fetched."""
    files = FileServer(server.url, "imdb.address", HASTY)
    found = files.download(names or (NAME,), folder, progress or RecordedProgress())
    return [file.fetched for file in found]


def shown(folder: Path) -> list[str]:
    """What lies in the folder for everybody to see."""
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def test_a_file_comes_whole(server: FakeImdb, folder: Path) -> None:
    assert download(server, folder) == [True]
    assert (folder / NAME).read_bytes() == DATA
    assert shown(folder) == [NAME]


def test_what_did_not_change_costs_one_request_a_file(server: FakeImdb, folder: Path) -> None:
    download(server, folder)
    server.asked.clear()
    assert download(server, folder) == [False]
    assert server.methods() == ["HEAD"]
    assert {"if-none-match", "if-modified-since"} <= server.asked[0].headers.keys()


def test_what_changed_is_fetched_and_takes_the_place_of_the_older(server: FakeImdb, folder: Path) -> None:
    download(server, folder)
    server.files[NAME] = NEWER
    assert download(server, folder) == [True]
    assert (folder / NAME).read_bytes() == NEWER


def test_a_file_that_somebody_touched_is_fetched_again(server: FakeImdb, folder: Path) -> None:
    download(server, folder)
    (folder / NAME).write_bytes(b"something else")
    download(server, folder)
    assert (folder / NAME).read_bytes() == DATA


def test_a_cut_is_gone_on_from(server: FakeImdb, folder: Path) -> None:
    server.spoil(cut())
    progress = RecordedProgress()
    download(server, folder, progress=progress)
    assert (folder / NAME).read_bytes() == DATA
    resumed = server.asked[-1].headers
    assert resumed["range"] == f"bytes={len(DATA) // 2}-"
    assert resumed["if-range"].startswith('"')
    assert sum(progress.bytes["downloading"]) == progress.totals["downloading"] == len(DATA)


def test_the_next_run_goes_on_from_what_came(server: FakeImdb, folder: Path) -> None:
    server.spoil(cut(), *[status(503)] * 4)
    with pytest.raises(DownloadFailed, match="HTTP 503"):
        download(server, folder)
    assert shown(folder) == []
    progress = RecordedProgress()
    download(server, folder, progress=progress)
    assert (folder / NAME).read_bytes() == DATA
    assert sum(progress.bytes["downloading"]) == progress.totals["downloading"] == len(DATA) - len(DATA) // 2


def test_a_file_that_changes_in_between_is_begun_anew(server: FakeImdb, folder: Path) -> None:
    server.spoil(changed_and_cut(NEWER))
    progress = RecordedProgress()
    download(server, folder, progress=progress)
    assert (folder / NAME).read_bytes() == NEWER
    assert sum(progress.bytes["downloading"]) == len(NEWER)
    assert download(server, folder) == [False]


def test_a_part_of_another_edition_is_not_mixed_in(server: FakeImdb, folder: Path) -> None:
    server.spoil(changed_and_cut(NEWER), deaf_to_if_range)
    download(server, folder)
    assert (folder / NAME).read_bytes() == NEWER


def test_a_part_of_an_older_edition_is_dropped_by_the_next_run(server: FakeImdb, folder: Path) -> None:
    server.spoil(cut(), *[status(503)] * 4)
    with pytest.raises(DownloadFailed):
        download(server, folder)
    server.files[NAME] = NEWER
    server.asked.clear()
    download(server, folder)
    assert (folder / NAME).read_bytes() == NEWER
    assert "range" not in server.asked[-1].headers


def test_a_range_that_is_gone_is_begun_anew(server: FakeImdb, folder: Path) -> None:
    server.spoil(cut(), status(416))
    download(server, folder)
    assert (folder / NAME).read_bytes() == DATA


def test_a_trickle_is_cut_and_gone_on_from(server: FakeImdb, folder: Path) -> None:
    server.spoil(trickle)
    download(server, folder)
    assert (folder / NAME).read_bytes() == DATA
    assert int(server.asked[-1].headers["range"].removeprefix("bytes=").rstrip("-")) > 0


def test_who_only_trickles_is_given_up(server: FakeImdb, folder: Path) -> None:
    server.spoil(*[trickle] * 4)
    with pytest.raises(DownloadFailed, match=r"slower than 66\.7 KB/s") as failed:
        download(server, folder)
    assert failed.value.hint == "run the same command: it goes on where it was"


@pytest.mark.parametrize(
    ("spoiling", "said"),
    [
        (html, "text/html in the place of gzip"),
        (plain, "what came is no gzip"),
        (status(403), r"refused \(HTTP 403\)"),
        (status(404), r"no such file \(HTTP 404\)"),
        (status(302, Location="https://elsewhere.example"), r"no answer that has a file \(HTTP 302\)"),
    ],
)
def test_what_stays_wrong_is_asked_for_once(server: FakeImdb, folder: Path, spoiling: object, said: str) -> None:
    server.spoil(spoiling)  # type: ignore[arg-type]
    with pytest.raises(DownloadFailed, match=f"{server.url}/{NAME}: {said}"):
        download(server, folder)
    assert server.methods() == ["HEAD", "GET"]
    assert shown(folder) == []


def test_a_page_in_the_place_of_the_rest_leaves_what_came(server: FakeImdb, folder: Path) -> None:
    server.spoil(cut(), html)
    with pytest.raises(DownloadFailed, match="text/html"):
        download(server, folder)
    download(server, folder)
    assert server.asked[-1].headers["range"] == f"bytes={len(DATA) // 2}-"


def test_a_refusal_leaves_the_older_file(server: FakeImdb, folder: Path) -> None:
    download(server, folder)
    server.files[NAME] = NEWER
    server.spoil(status(403))
    with pytest.raises(DownloadFailed):
        download(server, folder)
    assert (folder / NAME).read_bytes() == DATA


def test_a_gzip_that_ends_early_is_not_taken(server: FakeImdb, folder: Path) -> None:
    server.spoil(short)
    with pytest.raises(DownloadFailed, match="the gzip ends early"):
        download(server, folder)
    assert shown(folder) == []
    download(server, folder)
    assert (folder / NAME).read_bytes() == DATA


def test_an_overloaded_server_is_asked_again_when_it_says(server: FakeImdb, folder: Path) -> None:
    waits: list[float] = []
    server.spoil(status(503, **{"Retry-After": "7"}), status(429))
    FileServer(server.url, "imdb.address", HASTY, waits.append).download([NAME], folder)
    assert waits == [7, 0]


def test_nobody_there_is_one_error(folder: Path) -> None:
    with FakeImdb({}) as server:
        pass
    with pytest.raises(DownloadFailed, match=r"connection lost \(ConnectionError\)"):
        download(server, folder)


def test_a_file_that_is_not_there_keeps_the_others_from_being_fetched(server: FakeImdb, folder: Path) -> None:
    with pytest.raises(DownloadFailed, match=f"{OTHER}: no such file"):
        download(server, folder, NAME, OTHER)
    assert server.methods() == ["HEAD", "HEAD"]


def test_a_disk_without_room_for_all_is_told_first(
    server: FakeImdb, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 1000}))
    with pytest.raises(DownloadFailed, match=r"60.0 KB are to come, and 1.0 KB are free"):
        download(server, folder)
    assert server.methods() == ["HEAD"]


@pytest.mark.usefixtures("permissions")
def test_a_folder_that_cannot_be_made_is_one_error(server: FakeImdb, tmp_path: Path) -> None:
    closed = tmp_path / "mine"
    closed.mkdir(mode=0o500)
    with pytest.raises(LakeError, match="cannot be written"):
        download(server, closed / "imdb")


def test_two_downloads_do_not_work_in_one_folder(server: FakeImdb, folder: Path) -> None:
    (folder / ".download").mkdir(parents=True)
    held = try_lock(folder / ".download" / "lock")
    with pytest.raises(LockHeld, match="another download"):
        download(server, folder)
    assert held
    held.release()


@pytest.mark.parametrize("address", ["http://imdb.example", "ftp://127.0.0.1", "https://me:word@imdb.example", ""])
def test_an_address_is_of_https_or_of_this_machine(address: str) -> None:
    with pytest.raises(SettingsError, match=r"imdb\.address"):
        address_of(address, "imdb.address", "https://imdb.example")


_DOWNLOAD = """
import sys
from pathlib import Path
from filmes_lake.ingest.download import FileServer

print("ready", flush=True)
FileServer(sys.argv[1], "imdb.address").download(sys.argv[3:], Path(sys.argv[2]))
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_whoever_is_killed_at_any_moment_goes_on(tmp_path: Path) -> None:
    """Ten kills, each of the next run on the same folder: it ends whole, and little comes twice."""
    files = {NAME: packed(3, 400_000), OTHER: packed(4, 800_000)}
    chance = random.Random(5)
    with FakeImdb(files, rate=1_000_000) as server:
        for _ in range(10):
            with running(_DOWNLOAD, server.url, str(tmp_path), NAME, OTHER) as process:
                time.sleep(chance.uniform(0.2, 0.5))
                process.send_signal(signal.SIGKILL)
            whole = [name for name in shown(tmp_path) if (tmp_path / name).read_bytes() != files[name]]
            assert whole == []
        download(server, tmp_path, NAME, OTHER)
        assert {name: (tmp_path / name).read_bytes() for name in files} == files
        assert any("range" in asked.headers for asked in server.asked)
