"""What the two commands stand on: a set-up that does nothing twice, and a PostgreSQL that leaves nothing behind."""

import json
import os
import re
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from socket import socket
from urllib.error import URLError
from urllib.request import urlopen

import psutil
import psycopg
import pytest

from ops import postgres
from ops.setup import is_new_enough, is_stamped, put_stamp

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("binaries", [postgres.from_the_system, postgres.from_the_wheel])
def test_postgres_comes_and_goes(binaries):
    if not binaries():
        pytest.skip(f"no PostgreSQL {binaries.__name__.replace('_', ' ')}")
    with postgres.throwaway(binaries()) as url:
        folder = Path(re.match(r"postgres:///(/.+)/postgres\?", url)[1])
        where = {"host": str(folder), "user": "qingting", "dbname": "postgres"}
        with psycopg.connect(**where) as connection:
            assert connection.execute("SELECT upper('é') || '青听'").fetchone() == ("É青听",)
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",), "nobody else may come in"
    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(**where)


def test_postgres_goes_when_the_tests_break_off():
    with pytest.raises(KeyboardInterrupt), postgres.throwaway() as url:
        folder = Path(re.match(r"postgres:///(/.+)/postgres\?", url)[1])
        raise KeyboardInterrupt
    assert not folder.exists()


@pytest.mark.parametrize(
    "version, enough",
    [("", False), ("v18.20.4", False), ("v20.18.3", False), ("v20.19.0", True), ("v21.7.0", False)]
    + [("v22.11.0", False), ("v22.12.0", True), ("v24.1.0", True)],
)
def test_an_old_node_is_not_used(version, enough):
    assert is_new_enough(version) is enough


def test_what_was_built_is_built_again_only_when_its_source_changed(tmp_path, monkeypatch):
    monkeypatch.setattr("ops.setup.HOME", tmp_path)
    source, other = tmp_path / "desk.css", tmp_path / "public.css"
    source.write_text("a { color: teal }")
    put_stamp(tmp_path, [source])
    source.touch()
    assert is_stamped(tmp_path, [source]), "a new date is not a change"
    source.write_text("a { color: red }")
    assert not is_stamped(tmp_path, [source])
    put_stamp(tmp_path, [source])
    other.write_text("")
    assert not is_stamped(tmp_path, [source, other]), "a new file is a change"


def test_each_dependency_has_its_page():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    package = json.loads((ROOT / "frontend" / "package.json").read_text())
    python = project["project"]["dependencies"] + sum(project["dependency-groups"].values(), [])
    names = {re.match(r"[\w.-]+", requirement)[0] for requirement in python}
    names |= package["dependencies"].keys() | package["devDependencies"].keys()
    pages = "\n".join(page.read_text() for page in (ROOT / "docs" / "decisions").glob("*.md"))
    assert sorted(name for name in names if f"`{name}`" not in pages) == []


def test_the_front_end_is_pinned_and_its_lock_names_no_host_to_fetch_from():
    package = json.loads((ROOT / "frontend" / "package.json").read_text())
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text())["packages"]
    for name, version in (package["dependencies"] | package["devDependencies"]).items():
        assert lock[f"node_modules/{name}"]["version"] == version
    assert not [name for name, entry in lock.items() if "resolved" in entry]


def test_make_alone_lists_every_command():
    makefile = (ROOT / "Makefile").read_text()
    phony = set(re.search(r"^\.PHONY: (.+)$", makefile, re.M)[1].split())
    assert set(re.findall(r"^([a-z-]+):.*  ## ", makefile, re.M)) == phony


def test_it_is_served_by_two_workers_that_share_it_and_end_with_it(tmp_path):
    """`qingting serve` reads the platform once and parts in two; nothing of it is left running."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"VAR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/served.sqlite3"}
    words = [sys.executable, "-m", "qingting.manage", "serve", "--port", str(port)]
    served = subprocess.Popen(words, cwd=ROOT, env=os.environ | settings, stdout=subprocess.DEVNULL)
    try:
        assert "登录" in answer(f"http://127.0.0.1:{port}/accounts/login/")
        begun = psutil.Process(served.pid).children()
        boxes = [one for one in begun if "qingting.meetings.box" in one.cmdline()]
        workers = [one for one in begun if one not in boxes]
        assert len(workers) == 2 and len(boxes) == 1
        if sys.platform == "linux":  # one has only waited: what it has of its own is not the whole platform
            assert (
                min(worker.memory_full_info().uss for worker in workers) < 30e6
            )  # bytes; about 50e6 if each had read it
        served.terminate()
        assert served.wait(20) == 0
        assert not any(worker.is_running() for worker in workers)
        assert psutil.wait_procs(boxes, 10)[1] == []
    finally:
        served.kill()


def answer(url):
    """The page at this address, as soon as somebody answers there."""
    for _try in range(600):
        try:
            return urlopen(url, timeout=30).read().decode()
        except (URLError, ConnectionError):
            time.sleep(0.05)
    raise AssertionError(f"nobody answers at {url}")
