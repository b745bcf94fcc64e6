"""An empty installation gets its congress, and the clerk who can bring in everyone else."""

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


def test_the_first_clerk_signs_in_and_may_bring_in_rosters(client, capsys):
    call_command("found", "清水区人民代表大会", "王敏", "wangmin", code="420000")
    username, password = capsys.readouterr().out.split()[-2:]
    assert client.login(username=username, password=password)
    assert client.get("/organs/imports/").status_code == 200


def test_nothing_is_founded_twice():
    call_command("found", "清水区人民代表大会", "王敏", "wangmin")
    for congress, username in (("清水区人民代表大会", "liqiang"), ("白石县人民代表大会", "wangmin")):
        with pytest.raises(CommandError, match="already"):
            call_command("found", congress, "王敏", username)
