"""Who was there: from the roster, by name, or pasted from a sheet, and always somebody in office on that day."""

import re
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch
from django.utils.translation import gettext as said

from qingting.duties.models import Presence, Visit
from qingting.organs.models import Post, Role

APART = re.compile(r"[、，,；;/\s]+")
OFFERED = 8
# who was there and where it was, in the order in which they were written down, for many activities at once
LISTED = (
    Prefetch("presences", Presence.objects.select_related("post__person").order_by("pk")),
    Prefetch("visits", Visit.objects.select_related("place").order_by("pk")),
)


def in_office(congress_id, on: date):
    """The deputies in office on a day, each person once: by his mandate in this congress, else by the first of the others."""
    posts = Post.objects.current(on).filter(role=Role.DEPUTY, organ__congress=congress_id)
    found: dict[int, Post] = {}
    for post in posts.select_related("person", "organ", "constituency__organ").order_by("pk"):
        first = found.get(post.person_id)
        if post.is_current(on) and (first is None or first.organ_id != congress_id and post.organ_id == congress_id):
            found[post.person_id] = post
    return list(found.values())


@dataclass
class Named:
    """What one typed name means: a deputy; or those it may be."""

    name: str
    post: Post | None = None
    perhaps: list[Post] = field(default_factory=list)


class Roll:
    """The deputies in office on a day, and whom a typed name means."""

    def __init__(self, congress_id, on: date):
        self.on, self.posts = on, in_office(congress_id, on)
        self.called: dict[str, dict[int, Post]] = {}
        for post in self.posts:
            for name in {str(post.person), post.person.name}:
                self.called.setdefault(name, {})[post.pk] = post

    def named(self, name) -> Named:
        exact = list(self.called.get(name, {}).values())
        if len(exact) == 1:
            return Named(name, exact[0])
        like = exact or [post for post in self.posts if name in post.person.name]
        return Named(name, None, like[:OFFERED])

    def read(self, text: str) -> list[Named]:
        """Each name of a pasted sheet, once. 张 三, written apart as sheets do, is put together where that is somebody's name."""
        return [self.named(name) for name in dict.fromkeys(self.together(APART.split(text)))]

    def together(self, words):
        words = [word for word in words if word]
        at = 0
        while at < len(words):
            joined = "".join(words[at : at + 2])
            if len(words[at]) == 1 and joined in self.called and words[at] not in self.called:
                yield joined
                at += 2
            else:
                yield words[at]
                at += 1

    def why_not(self, one: Named) -> str:
        """The sentence about a name that says nobody, or more than one."""
        if not one.perhaps:
            return said("没有找到 %(day)s 在任的代表“%(name)s”，请核对姓名或日期") % {"day": self.on, "name": one.name}
        who = said("、").join(called(post) for post in one.perhaps)
        return said("“%(name)s”是哪一位？请勾选：%(who)s") % {"name": one.name, "who": who}


def called(post) -> str:
    """A deputy and where he was elected, so that namesakes are told apart."""
    return f"{post.person} · {post.constituency or post.get_level_display()}"


def by_subdistrict(posts) -> list[tuple[str, list[Post]]]:
    """The roster as a list of lists, for whoever has no script: those without a sub-district last."""
    groups: dict[str, list[Post]] = {}
    for post in posts:
        organ = post.constituency and post.constituency.organ
        groups.setdefault(str(organ) if organ else said("其他代表"), []).append(post)
    other = said("其他代表")
    return sorted(groups.items(), key=lambda group: (group[0] == other, group[1][0].pk))
