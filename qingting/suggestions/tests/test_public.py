"""What is made public: what a machine hides, what a person confirms, and that nothing else gets out by any door."""

import io
import zipfile
from datetime import date
from html import unescape

import pytest
from django.db import models
from django.urls import reverse

from qingting.docket.models import Words
from qingting.organs.models import Role
from qingting.suggestions.models import Cosigning, Extension, Handling, KeySupervision, Promise, Suggestion

# What a person confirms.

SAID = {"public_title": "疏浚清河", "public_text": "河道淤积，建议疏浚。", "public_answer": "已经疏浚。"}


def publish(town, s, **said):
    s.take("redact", town.wang, **SAID | said)
    s.take("publish", town.wang)
    return Suggestion.objects.get(pk=s.pk)


def test_the_form_begins_from_the_text_with_what_was_found_hidden_and_asks_to_read_for_names(town, on, client):
    on("2026-03-02")
    s = town.walk(
        town.suggestion(text="周大妈，13812345678，家住3号楼2单元501室，反映河道淤积多年。"), answer="已答复周大妈。"
    )
    client.force_login(town.wang.person.user)
    page = client.get(reverse("step", args=[s.pk, "redact"])).content.decode()
    form = page[page.index('name="public_text"') :]
    assert "［电话已隐去］" in form and "［门牌已隐去］" in form
    assert "13812345678" not in page and "501室" not in page
    assert "电话 1 处" in page and "居民的姓名机器认不准" in page


def test_what_a_person_has_confirmed_is_not_proposed_anew(town, on, client):
    on("2026-03-02")
    s = publish(town, town.walk(town.suggestion()), public_text="某居民反映河道淤积。")
    client.force_login(town.wang.person.user)
    assert "某居民反映河道淤积。" in client.get(reverse("step", args=[s.pk, "redact"])).content.decode()


# The public page.


def test_everyone_reads_the_confirmed_view_and_who_handled_it_and_when(town, on, client):
    on("2026-03-02")
    s = publish(town, town.walk(town.suggestion()))
    page = client.get(reverse("public_suggestion", args=[s.pk])).content.decode()
    for words in (*SAID.values(), "建议2026-0001", "城乡建设", "水利局", "林秀英代表", "A · ", "3月2日"):
        assert words in page
    assert "<footer" in page and "清河县人民代表大会" in page[page.index("<footer") :]
    assert "疏浚清河河道" not in page and "汛期漫堤" not in page and "已完成清淤" not in page


def test_the_list_has_what_was_published_last_first_and_turns_its_pages_by_key(town, on, client):
    for n in range(23):
        on(f"2026-03-{n + 1:02}")
        publish(town, town.walk(town.suggestion()), public_title=f"第{n:02}件")
    first = client.get(reverse("public_suggestions")).content.decode()
    assert [n for n in range(23) if f"第{n:02}件" in first] == list(range(3, 23))
    assert first.index("第22件") < first.index("第03件")
    further = first.split('rel="next" href="')[1].split('"')[0]
    second = client.get(reverse("public_suggestions") + further).content.decode()
    assert [n for n in range(23) if f"第{n:02}件" in second] == [0, 1, 2]


def test_the_list_narrows_by_category_and_handler(town, on, client):
    on("2026-03-02")
    publish(town, town.walk(town.suggestion()), public_title="河道的事")
    publish(town, town.walk(town.suggestion(), category="traffic", handler=town.water), public_title="公交的事")

    def titles(**asked):
        page = client.get(reverse("public_suggestions"), asked).content.decode()
        return [title for title in ("河道的事", "公交的事") if title in page]

    assert titles() == titles(handler=town.water.pk) == ["河道的事", "公交的事"]
    assert titles(category="traffic") == ["公交的事"]
    assert titles(handler=town.roads.pk) == []
    page = client.get(reverse("public_suggestions"), {"category": "nothing", "handler": "9' or 1=1", "after": "x"})
    assert page.status_code == 200 and "河道的事" in page.content.decode()


def test_a_longer_list_asks_the_database_no_more_often(town, on, client, django_assert_num_queries):
    on("2026-03-02")
    publish(town, town.walk(town.suggestion()))
    with django_assert_num_queries(3):
        client.get(reverse("public_suggestions"))
    for _n in range(4):
        publish(town, town.walk(town.suggestion()))
    with django_assert_num_queries(3):
        client.get(reverse("public_suggestions"))


def test_what_is_not_public_is_as_absent_as_what_does_not_exist(town, on, client):
    on("2026-03-02")
    s = town.walk(town.suggestion())
    absent = client.get(reverse("public_suggestion", args=[987654]))
    hidden = client.get(reverse("public_suggestion", args=[s.pk]))
    assert absent.status_code == hidden.status_code == 404 and absent.content == hidden.content
    s = publish(town, s)
    assert client.get(reverse("public_suggestion", args=[s.pk])).status_code == 200
    s.take("unpublish", town.wang, "有误，先撤下。")
    assert client.get(reverse("public_suggestion", args=[s.pk])).content == absent.content
    assert SAID["public_title"] not in client.get(reverse("public_suggestions")).content.decode()


def test_what_was_taken_down_and_shown_again_stands_once(town, on, client):
    on("2026-03-02")
    s = publish(town, town.walk(town.suggestion()))
    s.take("unpublish", town.wang, "有误，先撤下。")
    s.take("publish", town.wang)
    assert client.get(reverse("public_suggestions")).content.decode().count("疏浚清河</a>") == 1


def test_a_deputy_who_asked_for_it_is_not_made_public(town, on):
    on("2026-03-02")
    s = town.walk(town.suggestion(confidential=True))
    s.take("redact", town.wang, **SAID)
    assert s.process.steps["publish"].why_not(s, town.wang) == "代表要求不公开"


def test_a_place_may_keep_deputies_names_off_the_public_pages(town, on, client, settings):
    on("2026-03-02")
    s = publish(town, town.walk(town.suggestion()))
    settings.NAME_DEPUTIES = False
    for url in (reverse("public_suggestions"), reverse("public_suggestion", args=[s.pk])):
        assert "林秀英" not in client.get(url).content.decode()


def test_where_there_are_two_congresses_each_shows_its_own(town, next_town, on, client):
    on("2026-03-02")
    publish(town, town.walk(town.suggestion()), public_title="清河的事")
    publish(next_town, next_town.walk(next_town.suggestion()), public_title="白石的事")
    choice = client.get(reverse("public_suggestions")).content.decode()
    assert "清河县人民代表大会" in choice and "白石县人民代表大会" in choice and "的事" not in choice
    for code, own, others in (("429900", "清河的事", "白石的事"), ("429901", "白石的事", "清河的事")):
        page = client.get(reverse("public_suggestions_of", args=[code])).content.decode()
        assert own in page and others not in page
    assert client.get(reverse("public_suggestions_of", args=["999999"])).status_code == 404


# Canaries: one in every place where a person writes freely, and then every door is tried.

CANARY = "金丝雀"
SHOWN = {"public_title", "public_text", "public_answer"}


def sing(thing):
    """Put a canary into every free-text field of a record, past every form."""
    fields = [
        f
        for f in thing._meta.get_fields()
        if isinstance(f, models.CharField | models.TextField) and not f.choices and f.name not in SHOWN
    ]
    free = {
        f.name: f"{CANARY}{thing._meta.model_name}-{f.name}"[: f.max_length]
        for f in fields
        if f.name not in ("kind", "state", "head", "number")
    }
    for model in (type(thing), *thing._meta.get_parent_list()):
        own = {name: words for name, words in free.items() if name in {f.name for f in model._meta.local_fields}}
        if own:
            model.objects.filter(pk=thing.pk).update(**own)
    return set(free)


@pytest.fixture
def full_of_canaries(town, on):
    """A public suggestion with everything that can hang on one, each with canaries in it."""
    on("2026-03-02")
    s = town.suggestion()
    c = Cosigning.objects.create(on=s, person=town.he.person, lead=s.lead)
    c.take("invite", town.lin)
    c.take("confirm", town.he)
    h = Handling.objects.create(on=s, handler=town.funds)
    s = town.walk(s, upto="sign")
    e = Extension.objects.create(on=s, handler=town.water, reason=CANARY)
    e.take("ask", town.zhao)
    e.take("deny", town.sun, CANARY)
    k = KeySupervision.objects.create(on=s, supervisor=town.gao.person)
    k.take("select", town.wang)
    h = Handling.objects.get(pk=h.pk)
    h.take("sign", town.cai)
    h.take("give", town.cai, opinion=CANARY)
    p = Promise.objects.create(
        on=s, handler=town.water, lead=s.lead, title=CANARY, finish=CANARY, promised_for=date(2027, 6, 30)
    )
    s = town.walk(Suggestion.objects.get(pk=s.pk), upto="answer", result="planned", contact_note=CANARY, answer=CANARY)
    Promise.objects.get(pk=p.pk).take("report", town.zhao, progress=CANARY)
    Cosigning.objects.get(pk=c.pk).take("rate", town.he, process_rating="fair", result_rating="dissatisfied")
    s = town.walk(s, upto="rate", process_rating="fair", result_rating="fair")
    s.take("redo", town.wang, CANARY)
    s = town.walk(s, upto="answer", result="planned", contact_note=CANARY, answer=CANARY)
    Cosigning.objects.get(pk=c.pk).take("rate", town.he, process_rating="fair", result_rating="fair")
    s = publish(town, town.walk(s, process_rating="fair", result_rating="fair"))
    for thing in (s, c, h, e, k, p):
        assert sing(type(thing).objects.get(pk=thing.pk))
    for words in Words.objects.exclude(event__step="redact"):
        Words.objects.filter(pk=words.pk).update(said=dict.fromkeys(words.said, CANARY) | {"note": CANARY})
    return Suggestion.objects.get(pk=s.pk)


def inside(response):
    """All that a response carries: its heads, its text, and what is inside a Word or an Excel file."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    heads = str(dict(response.headers))
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            return heads + unescape(
                "".join(file.read(name).decode(errors="replace") + name for name in file.namelist())
            )
    return heads + content.decode(errors="replace")


def doors(s):
    """Every address at which something of a suggestion might come out."""
    hung = [
        kin.pk
        for kin in (
            *s.cosignings.all(),
            *s.handlings.all(),
            *s.promises.all(),
            *s.extensions.all(),
            *s.keysupervisions.all(),
        )
    ]
    pages = [reverse("matter", args=[pk]) for pk in (s.pk, *hung)] + [reverse("verified", args=[s.pk])]
    pages += [reverse("step", args=[s.pk, name]) for name in s.process.steps]
    pages += [reverse("deadline", args=[s.pk, debt.pk]) for debt in s.deadlines.all()]
    pages += [reverse(name, args=[s.pk]) for name in ("suggestion_letter", "suggestion_papers", "suggestion_draft")]
    pages += [reverse("suggestion_letter_to", args=[s.pk, c.pk]) for c in s.cosignings.all()]
    pages += [reverse("suggestion_catalogue") + f"?format={kind}" for kind in ("docx", "xlsx")]
    pages += [
        reverse("register", args=[slug]) + asked
        for slug in ("suggestions", "promises")
        for asked in ("", "?export=xlsx", "?export=csv", "?order=due")
    ]
    pages += [reverse("inbox"), reverse("notices"), reverse("search") + f"?q={CANARY}", reverse("search") + "?q=疏浚"]
    return pages


def public_doors(s):
    return [
        reverse("home"),
        reverse("public_suggestions"),
        reverse("public_suggestion", args=[s.pk]),
        reverse("public_suggestions_of", args=["429900"]),
    ]


def test_no_canary_gets_out_to_the_public(full_of_canaries, client):
    s = full_of_canaries
    for url in (*public_doors(s), *doors(s)):
        for heads in ({}, {"HTTP_HX_REQUEST": "true"}, {"HTTP_ACCEPT": "application/json"}):
            said = inside(client.get(url, **heads))
            assert CANARY not in said.replace(f"?q={CANARY}", ""), url
    page = client.get(reverse("public_suggestion", args=[s.pk])).content.decode()
    assert "承诺事项 1" in page and "联名 1 人" in page  # it is the full one that was looked at


def test_no_canary_gets_out_to_posts_that_have_no_part_in_it(full_of_canaries, town, next_town, client):
    s = full_of_canaries
    for post in (town.qian, town.wu, town.fang, next_town.seat("白石来人", next_town.office, Role.CLERK)):
        client.force_login(post.person.user)
        for url in (*public_doors(s), *doors(s)):
            said = inside(client.get(url))
            for echo in (f"?q={CANARY}", f'value="{CANARY}"', f"“{CANARY}”"):  # what one asked for is said back
                said = said.replace(echo, "")
            assert CANARY not in said, (post, url)


def test_the_birds_sing_where_they_should(full_of_canaries, town, client):
    """Else the tests above would pass on a suggestion that nobody could see."""
    client.force_login(town.wang.person.user)
    assert CANARY in inside(client.get(reverse("matter", args=[full_of_canaries.pk])))
    assert CANARY in inside(client.get(reverse("register", args=["suggestions"]) + "?export=xlsx"))


@pytest.mark.parametrize("who", ["zhao", "zhou"])
def test_no_rating_reaches_the_organ_that_is_rated(full_of_canaries, town, client, who):
    s = full_of_canaries
    client.force_login(getattr(town, who).person.user)
    for url in doors(s):
        said = inside(client.get(url))
        form = "□满意　　□基本满意　　□不满意"  # the letter's form offers all three
        assert "基本满意" not in said.replace(form, ""), url
    client.force_login(town.wang.person.user)
    assert "基本满意" in inside(client.get(reverse("matter", args=[s.pk])))


def test_the_letter_is_the_same_whatever_the_deputy_said(town, on, client):
    on("2026-03-02")
    said = []
    client.force_login(town.zhou.person.user)
    for rating in ("satisfied", "dissatisfied"):
        s = town.walk(town.suggestion(), upto="rate", process_rating=rating, result_rating=rating)
        with zipfile.ZipFile(io.BytesIO(client.get(reverse("suggestion_letter", args=[s.pk])).content)) as file:
            said.append(file.read("word/document.xml").decode().replace(s.number[-4:], ""))
    assert said[0] == said[1]
