"""The files of a matter on its page: `{% load attachments %}{% attachments matter %}`."""

from django import template

from qingting.attachments.kinds import ENDINGS, LARGEST, MEGABYTE, in_words
from qingting.attachments.shelf import MOST, who_attaches
from qingting.desk.visitor import actors_of

register = template.Library()


@register.inclusion_tag("attachments/attachments.html", takes_context=True)
def attachments(context, matter):
    """The list, with what this visitor may withdraw, and the form for another file where he may attach one."""
    actors = actors_of(context["request"])
    posts = [f"{by}__{whose}" for by in ("post", "withdrawn_by") for whose in ("organ", "person")]
    files = list(matter.attachments.select_related(*posts).order_by("pk"))
    for file in files:
        file.matter = matter
        file.may_be_withdrawn = any(not file.why_not_withdraw(actor) for actor in actors)
    return {
        "matter": matter,
        "files": files,
        "may_attach": who_attaches(matter, actors) is not None,
        "accept": ",".join(f".{ending}" for ending in ENDINGS),
        "kinds": in_words(),
        "largest": LARGEST // MEGABYTE,
        "most": MOST,
        "csrf_token": context.get("csrf_token"),
    }
