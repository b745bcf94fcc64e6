"""The pages of a PDF drawn as pictures, with their words beside them, in a process of its own.

Whoever sends a file may have made it to break its reader. What reads it here has no database and no settings, little
memory and little time; where it falls, the server stands. It is begun as `python -m qingting.meetings.drawing`.
"""

import resource
import subprocess
import sys
from pathlib import Path

PAGES = 200  # of one paper; what has more is only downloaded
WIDTH, HEIGHT = 1400, 2800  # pixels of a page: sharp on a tablet of ten inches
SECONDS = 60
MEMORY = 2 * 1024**3  # bytes
TOO_MANY, LOCKED, BROKEN = 3, 4, 5  # how the process ends where it draws nothing


def draw(source: Path, folder: Path):
    """Write 1.webp, 1.txt, 2.webp and so on into this folder. Ends with one of the numbers above where it cannot."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(source)
        many = len(document)
    except pypdfium2.PdfiumError as wrong:
        sys.exit(LOCKED if "password" in str(wrong).lower() else BROKEN)
    if not many:
        sys.exit(BROKEN)
    if many > PAGES:
        sys.exit(TOO_MANY)
    for n in range(many):
        page = document[n]
        wide, tall = page.get_size()
        page.render(scale=min(WIDTH / wide, HEIGHT / tall)).to_pil().save(
            folder / f"{n + 1}.webp", quality=80, method=1
        )
        (folder / f"{n + 1}.txt").write_text(page.get_textpage().get_text_bounded(errors="ignore"), encoding="utf-8")
        page.close()


def drawn(source: Path, folder: Path) -> int | None:
    """Draw the pages: how many there are; None where they cannot be shown one by one. Raises ValueError where it is no paper.

    The value is LOCKED or BROKEN.
    """
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "qingting.meetings.drawing", source, folder],
            timeout=2 * SECONDS, capture_output=True, check=False,
        ).returncode  # fmt: skip
    except subprocess.TimeoutExpired:
        return None
    if ended in (LOCKED, BROKEN):
        raise ValueError(ended)
    return None if ended else len(list(folder.glob("*.webp")))


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    draw(Path(sys.argv[1]), Path(sys.argv[2]))
