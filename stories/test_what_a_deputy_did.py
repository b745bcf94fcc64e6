"""A deputy's public page tells of his suggestions: of those made public, by the title that a person confirmed."""

from qingting.files import sections
from qingting.organs.models import Post
from qingting.suggestions.models import Suggestion

SAID = {"public_title": "疏浚清河（公开）", "public_text": "河道淤积，建议疏浚。", "public_answer": "已经疏浚。"}


def deeds_of(post):
    return sections.deeds(post.person, post.since, 10)


def test_only_what_is_public_of_what_he_said(client, town, on):
    on("2026-03-02")
    s = town.walk(town.suggestion(title="王大妈家的事"), upto="close")
    s.take("redact", town.wang, **SAID)
    assert deeds_of(town.lin) == []
    s.take("publish", town.wang)
    (deed,) = deeds_of(town.lin)
    assert (deed.title, deed.kind, deed.address) == ("疏浚清河（公开）", "代表建议", f"/public/suggestions/{s.pk}/")
    page = client.get(f"/deputies/{town.lin.pk}/").content.decode()
    assert "疏浚清河（公开）" in page and "王大妈" not in page
    assert deeds_of(town.he) == []
    Suggestion.objects.get(pk=s.pk).take("unpublish", town.wang, "撤下")
    assert "疏浚清河" not in client.get(f"/deputies/{town.lin.pk}/").content.decode()


def test_what_he_said_before_this_mandate_is_not_told_of_it(town, on):
    on("2026-03-02")
    s = town.walk(town.suggestion(), upto="close")
    s.take("redact", town.wang, **SAID)
    s.take("publish", town.wang)
    assert len(deeds_of(town.lin)) == 1
    Post.objects.filter(pk=town.lin.pk).update(since="2026-03-03")
    assert deeds_of(Post.objects.get(pk=town.lin.pk)) == []
