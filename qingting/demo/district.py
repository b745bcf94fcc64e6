"""The demonstration district: its organs, terms and sessions, constituencies, and an invented cast with sign-ins."""

import csv
import tomllib
from datetime import date
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User

from qingting.organs.models import Constituency, Organ, Person, Post, Session, Term

DATA = Path(__file__).parent / "data"
PASSWORD = "qingting-demo"  # noqa: S105  anyone may know it: it is set only where DEMO is on


def rows(name) -> list[dict[str, str]]:
    """A table of the district, one dictionary for each line."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def facts() -> dict:
    """The congress, its keeper of suggestions, its terms and sessions."""
    return tomllib.loads((DATA / "district.toml").read_text(encoding="utf-8"))


def found() -> Organ:
    """Set up the district; the congress at its root."""
    organs = set_up_organs()
    congress = organs[facts()["congress"]]
    call_terms(congress)
    seat_everyone(organs, draw_constituencies(congress, organs))
    return congress


def set_up_organs() -> dict[str, Organ]:
    """Every organ by its name; the table names each after the one it belongs to."""
    organs: dict[str, Organ] = {}
    for row in rows("organs"):
        quota = int(row["quota"]) if row["quota"] else None
        organs[row["name"]] = Organ.objects.create(
            name=row["name"], kind=row["kind"], code=row["code"], quota=quota, parent=organs.get(row["parent"])
        )
    return organs


def call_terms(congress):
    for fact in facts()["term"]:
        term = Term.objects.create(
            congress=congress, number=fact["number"], since=fact["since"], until=fact.get("until")
        )
        for session in fact.get("session", []):
            Session.objects.create(term=term, **session)


def draw_constituencies(congress, organs) -> dict[str, Constituency]:
    return {
        row["name"]: Constituency.objects.create(
            congress=congress, name=row["name"], organ=organs[row["committee"]], seats=int(row["seats"])
        )
        for row in rows("constituencies")
    }


def seat_everyone(organs, constituencies):
    """Deputies of four levels and the people of every organ. One name is one person, who may hold several posts."""
    password = password_of_the_cast()  # hashed once: four hundred times takes minutes
    persons: dict[str, Person] = {}
    posts = []
    for row in [*rows("deputies"), *rows("staff")]:
        organ = organs[row["organ"]]
        if row["name"] not in persons:
            persons[row["name"]] = invent(row["name"], row["username"], organ.congress, password)
        posts.append(
            Post(
                person=persons[row["name"]],
                organ=organ,
                role=row["role"],
                title=row.get("title", ""),
                level=row.get("level", ""),
                constituency=constituencies.get(row.get("constituency")),
                since=date.fromisoformat(row["since"]),
            )
        )
    Post.objects.bulk_create(posts)


def invent(name, username, congress, password) -> Person:
    user = User.objects.create(username=username, password=password)
    return Person.objects.create(name=name, congress=congress, user=user, invented=True)


def password_of_the_cast() -> str:
    """Hashed; outside a demonstration one that nobody can sign in with."""
    return make_password(PASSWORD if settings.DEMO else None)
