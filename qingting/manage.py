"""The command `qingting`: what is done from a terminal, as `qingting migrate` or `qingting serve`."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingting.settings")
    if sys.argv[1:2] == ["serve"]:
        from qingting.serve import main as serve

        return serve(sys.argv[2:])
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
