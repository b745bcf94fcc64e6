"""The platform's own settings, with the bare views beside it."""

from qingting.settings import *  # noqa: F403
from qingting.settings import BASE_DIR, TEMPLATES

ROOT_URLCONF = "bench.bare"
TEMPLATES[0]["DIRS"] = [*TEMPLATES[0]["DIRS"], BASE_DIR / "bench" / "templates"]
