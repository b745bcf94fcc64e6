"""Text that nobody here wrote: 7,368 messages of residents, as suggestions, filed, found, handed out, answered and counted.

They are real, so they stay where they are: nothing of them is copied into the project.
"""

import csv
import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from qingting.docket.ledger import verify
from qingting.docket.models import Part
from qingting.docket.process import Refused
from qingting.figures.figure import Figure
from qingting.search.find import found
from qingting.search.words import Query
from qingting.suggestions.forms import Draft
from qingting.suggestions.models import Suggestion
from qingting.suggestions.tests.doings import ANSWER

THEIRS = Path(settings.BASE_DIR).parent / "shared/data/residents-messages/messages-labelled-7368.csv"
pytestmark = pytest.mark.skipif(not THEIRS.is_file(), reason=f"the residents' messages are not here: {THEIRS.name}")
CATEGORY = {
    "城乡建设": "building",
    "劳动和社会保障": "labour",
    "教育文体": "education",
    "商贸旅游": "economy",
    "环境保护": "environment",
    "卫生计生": "health",
    "交通运输": "traffic",
}
YEAR = date(2026, 1, 1), date(2026, 12, 31)


def messages(every=1):
    with THEIRS.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))[::every]


def written_down(town, rows):
    """Each as a draft of Lin's, through the form that she fills in; what the form refuses, with its sentences."""
    drafts, refused = [], []
    for row in rows:
        draft = Suggestion(lead=town.lin.person, keeper=town.office, congress=town.congress)
        form = Draft({"title": row["title"], "text": row["detail"]}, instance=draft)
        if form.is_valid():
            form.save()
            drafts.append((draft, row))
        else:
            refused.append((row, form.errors))
    return drafts, refused


def handled(town, rows, handed, answers):
    """All are filed; one in so many is handed out, and one in so many of all is answered. What is no suggestion stays a draft."""
    drafts, refused = written_down(town, rows)
    assert not refused  # no title is longer than a line, and no text than a form can show
    bureaus, empty = (town.water, town.roads, town.funds), 0
    for i, (s, row) in enumerate(drafts):
        try:
            s.take("file", town.lin)
        except Refused as refusal:
            assert (
                str(refusal) == "建议须有标题，并写明具体情况和要求（至少 20 字）" and len(row["detail"].strip()) < 20
            )
            empty += 1
            continue
        if i % handed == 0:
            s.take("accept", town.wang, category=CATEGORY[row["label"]])
            s.take("assign", town.wang, handler=town.water if i % answers == 0 else bureaus[i % 3], is_complex=False)
        if i % answers == 0:
            town.walk(s, **ANSWER)
    return drafts, empty


def counted(name):
    return lambda town: Figure.all[name].count(town.congress, *YEAR)


def everything_adds_up(town, drafts, empty):
    filed = len(drafts) - empty
    assert counted("suggestions_filed")(town) == filed
    assert counted("suggestions_assigned")(town) == Suggestion.objects.exclude(handler=None).count() > 0
    assert counted("suggestions_concluded")(town) + counted("suggestions_outstanding")(town) == filed
    assert counted("suggestions_concluded")(town) == Suggestion.objects.filter(state="closed").count() > 0
    assert sum(Figure.all["suggestions_filed"].by("class", town.congress, *YEAR).values()) == filed
    assert Suggestion.objects.filter(state="draft").count() == empty
    numbers = Suggestion.objects.exclude(number=None).order_by("pk").values_list("number", flat=True)
    assert list(numbers) == [f"建议2026-{n:04d}" for n in range(1, filed + 1)]


def is_found(town, s) -> bool:
    """Whether the office finds it by the last four Chinese characters that stand together in its title."""
    words = re.findall("[\u4e00-\u9fff]{4}", s.title)
    if not words:
        return True
    page = found(Query.of(words[-1]), [town.wang])
    return s.pk in page.keys or page.more


def test_one_in_25_goes_the_whole_way(town, on, client):
    on("2026-03-02")
    drafts, empty = handled(town, messages(every=25), handed=1, answers=15)
    everything_adds_up(town, drafts, empty)
    filed = [s for s, _row in drafts if Suggestion.objects.get(pk=s.pk).state != "draft"]
    assert [s.title for s in filed if not is_found(town, s)] == []
    client.force_login(town.wang.person.user)
    longest = max(filed, key=lambda s: len(s.text))
    for s in (filed[0], filed[len(filed) // 2], longest):
        page = client.get(reverse("matter", args=[s.pk])).content.decode()
        assert page.count("<h1") == 1
    for asked in ("", "?order=due", "?export=csv", "?export=xlsx"):
        assert client.get(reverse("register", args=["suggestions"]) + asked).status_code == 200
    assert verify(town.congress) is None


def test_a_title_longer_than_a_line_is_refused_and_none_is_cut(town):
    row = messages()[0]
    _drafts, refused = written_down(town, [row | {"title": row["title"] * 20}])
    assert "200" in str(refused[0][1]["title"]) and not Suggestion.objects.exists()


@pytest.mark.long
def test_all_of_them(town, on):
    """Each is filed, one in twelve handed out, one in 120 answered; they are found, counted, and in the inbox of their bureau."""
    on("2026-03-02")
    drafts, empty = handled(town, messages(), handed=12, answers=120)
    assert len(drafts) == 7368
    everything_adds_up(town, drafts, empty)
    filed = Suggestion.objects.exclude(state="draft")
    assert [s.title for s in filed.order_by("pk")[::100] if not is_found(town, s)] == []
    waiting = sum(Part.objects.inbox(post).count() for post in (town.zhao, town.qian, town.cai))
    assert waiting == filed.filter(state="assigned").count()
    assert verify(town.congress) is None
