"""Who a resident is: opened by a named post, for a reason, for one matter and ten minutes; shown to him; and erased."""

import csv
import io
import json
from datetime import date

import pytest
from django.db import connection
from openpyxl import load_workbook
from PIL import Image

from qingting.attachments import shelf
from qingting.attachments.tests.papers import paper
from qingting.docket.ledger import verify
from qingting.docket.models import Event, Words
from qingting.docket.process import Refused
from qingting.figures.figure import Figure
from qingting.organs.models import Role
from qingting.voices.confidence import FORGOTTEN, Identity, Said
from qingting.voices.intake import tell_who
from qingting.voices.models import Voice
from qingting.voices.tests.doings import FIT, anew, known, parted, said
from qingting.voices.thread import thread_of

NAME, TELEPHONE = "周大妈", "13812345678"


@pytest.fixture(autouse=True)
def monday(on):
    on("2026-03-02")


@pytest.fixture
def at_desk(client):
    def sit(post):
        client.force_login(post.person.user)
        return client

    return sit


def opened(client, v):
    """What the page of the identity answers: the page, or where it leads instead."""
    told = client.get(f"/voices/{v.pk}/identity/")
    return told.content.decode() if told.status_code == 200 else told.status_code


def look(client, v, reason="核实地点", name="look"):
    return client.post(f"/matters/{v.pk}/{name}/", {"note": reason, "once": "ab" * 16, "seen": anew(v).head})


# ---- Who may, for how long


def test_nobody_sees_it_without_saying_why(town, at_desk):
    v = known(town)
    client = at_desk(town.xu)
    assert opened(client, v) == 302
    assert NAME not in client.get(f"/matters/{v.pk}/").content.decode()
    assert look(client, v, reason=" ").status_code == 422 and opened(client, v) == 302
    assert look(client, v).status_code == 302
    assert NAME in opened(client, v) and TELEPHONE in opened(client, v)
    assert NAME not in client.get(f"/matters/{v.pk}/").content.decode()  # there only


def test_for_ten_minutes_and_then_for_a_new_reason(town, at_desk, on):
    v = known(town)
    client = at_desk(town.xu)
    look(client, v)
    assert "看到 09:10 为止" in opened(client, v)
    on("2026-03-02", "09:09")
    assert NAME in opened(client, v)
    on("2026-03-02", "09:10")
    assert opened(client, v) == 302
    look(client, v, "告知结果")
    assert opened(client, v) == 302  # the same form, sent again, opens nothing anew
    v.take("look", town.xu, "告知结果")
    assert NAME in opened(client, v)


def test_the_page_bears_the_name_of_whoever_looks_and_the_time(town, at_desk):
    v = known(town)
    client = at_desk(town.xu)
    look(client, v)
    page = opened(client, v)
    assert page.count("徐兰 2026-03-02 09:00") >= 8  # all over it
    assert "清河街道人大工委经办人 徐兰，2026-03-02 09:00" in page and "不要截屏" in page
    assert "no-store" in client.get(f"/voices/{v.pk}/identity/").headers["Cache-Control"]


def test_only_the_post_that_looked_and_only_at_that_matter(town, at_desk):
    ma = town.seat("马丽", town.street, Role.CLERK)
    v, other = known(town), known(town, what="路灯不亮。")
    look(at_desk(town.xu), v)
    assert opened(at_desk(town.xu), other) == 302
    assert opened(at_desk(ma), v) == 302  # a colleague in the same room
    assert opened(at_desk(town.sun), v) == 302 and opened(at_desk(town.deng), v) == 302
    for post in (town.zhao, town.he, town.gao):
        assert opened(at_desk(post), v) == 404


def test_a_suggestion_has_no_identity_and_a_number_that_nobody_has_neither(town, at_desk):
    s = town.walk(town.suggestion(), upto="file")
    for pk in (s.pk, 999_999, 10**25):
        assert at_desk(town.wang).get(f"/voices/{pk}/identity/").status_code == 404


def test_the_organ_and_the_deputy_only_with_consent_and_no_longer_than_it_lasts(town, at_desk):
    v = town.handle(known(town), upto="sign")
    for post, name in ((town.qian, "look_as_handler"), (town.lin, "look_as_deputy")):
        assert "没有同意" in look(at_desk(post), v, name=name).content.decode()
        assert opened(at_desk(post), v) == 302
    v.take("consent", v.receipt, shares="both")
    for post, name in ((town.qian, "look_as_handler"), (town.lin, "look_as_deputy")):
        v.take(name, post, "上门维修")
        assert NAME in opened(at_desk(post), v)
    assert (
        look(at_desk(town.wu), v, name="look_as_handler").status_code == 404
    )  # the head of the bureau is not the clerk
    v.take("consent", v.receipt, shares="deputy")
    assert opened(at_desk(town.qian), v) == 302 and NAME in opened(at_desk(town.lin), v)
    v.take("take_back", v.receipt)
    assert opened(at_desk(town.lin), v) == 302


def test_an_organ_that_gave_it_back_looks_no_more(town, at_desk):
    v = town.handle(known(town), upto="sign")
    v.take("consent", v.receipt, shares="both")
    v.take("look_as_handler", town.qian, "上门维修")
    v.take("decline", town.qian, "归水利局管")
    assert opened(at_desk(town.qian), v) == 302
    v.take("transfer", town.wang, handler=town.water)
    assert opened(at_desk(town.qian), v) == 404


def test_a_post_that_has_ended_looks_no_more(town, at_desk):
    v = known(town)
    v.take("look", town.xu, "核实地点")
    town.xu.until = date(2026, 3, 1)
    town.xu.save()
    assert opened(at_desk(town.xu), v) == 404


# ---- On the record


def test_every_opening_is_in_the_ledger_and_shown_to_the_resident(town):
    v = town.handle(known(town), upto="sign")
    v.take("look", town.xu, "核实地点")
    v.take("look_above", town.sun, "反映人来电催问")
    v.take("consent", v.receipt, shares="both")
    v.take("look_as_handler", town.qian, "上门维修")
    v.take("look_as_deputy", town.lin, "走访")
    looks = [(one.by, one.reason) for one in thread_of(anew(v))["looks"]]
    assert looks == [
        ("清河街道人大工委 经办人", "核实地点"), ("代表工作委员会 负责人", "反映人来电催问"),
        ("交通局 经办人", "上门维修"), ("林秀英代表", "走访"),
    ]  # fmt: skip
    assert Event.objects.filter(matter=v, step__startswith="look").count() == 4
    assert not any(NAME in str(event.data) for event in v.events.all()) and verify(town.congress) is None


def test_the_reason_is_not_for_the_organ_nor_for_the_deputy(town, at_desk):
    """A reason may name him: whoever may not know who he is does not read it either."""
    v = town.handle(known(town), upto="sign")
    v.take("look", town.xu, "给周大妈回电话")
    v.take("look_above", town.sun, "周大妈来电催问")
    for post in (town.xu, town.wang, town.sun, town.deng):
        assert NAME in at_desk(post).get(f"/matters/{v.pk}/").content.decode()
    for post in (town.lin, town.qian, town.wu):
        page = at_desk(post).get(f"/matters/{v.pk}/").content.decode()
        assert NAME not in page and page.count("这一步写的内容不向您现在的职务显示") == 2


def test_a_veil_over_a_reason_hides_nobodys_turn(town, at_desk):
    v = town.handle(known(town), upto="accept")
    v.take("look", town.xu, "核实地点")
    page = at_desk(town.lin).get(f"/matters/{v.pk}/").content.decode()
    assert "当场答复" in page or "交办" in page


# ---- Where it never is


def test_no_column_holds_it_in_the_clear(town):
    v = known(town, what=f"我叫周淑芬，电话{TELEPHONE}，井盖坏了。")
    v.take("add", v.receipt, added=said(v, f"再说一次，电话{TELEPHONE}，身份证110101199003074514。"))
    v.take("look", town.xu, "核实地点")
    for word in (NAME, "周淑芬", TELEPHONE, "110101199003074514"):
        assert not tables_with(word)


def tables_with(word) -> list[str]:
    """The tables of the database in which a word stands, in whatever column. The index of the search holds no texts of its own."""
    found, forms = [], (word, " ".join(word), json.dumps(word)[1:-1])  # as written, as indexed, as JSON
    with connection.cursor() as cursor:
        for table in set(connection.introspection.table_names()) - {"search_index", "search_terms"}:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            said = "\n".join(str(cell) for row in cursor.fetchall() for cell in row)
            found += [table] if any(form in said for form in forms) else []
    return sorted(found)


def test_no_export_carries_it_and_no_search_finds_it(town, at_desk):
    v = town.handle(known(town, what=f"我叫周淑芬，电话{TELEPHONE}，井盖坏了。"), upto="sign")
    v.take("consent", v.receipt, shares="both")
    v.take("look", town.xu, "核实地点")
    for post in (town.xu, town.wang, town.lin, town.qian):
        client = at_desk(post)
        sheet = load_workbook(io.BytesIO(client.get("/registers/voices/?export=xlsx").content))
        cells = [str(cell) for page in sheet for row in page.iter_rows(values_only=True) for cell in row]
        lines = list(csv.reader(io.StringIO(client.get("/registers/voices/?export=csv").content.decode("utf-8-sig"))))
        for told in (cells, [cell for line in lines for cell in line]):
            assert any("老街口井盖损坏" in cell for cell in told)  # it is the right sheet
            assert not any(word in cell for cell in told for word in (NAME, "周淑芬", TELEPHONE))
        for word in (NAME, "周淑芬", TELEPHONE):
            found = client.get("/search/", {"q": word}).content.decode()
            assert "井盖" not in found
        assert "井盖" in client.get("/search/", {"q": "井盖"}).content.decode()


# ---- Given, changed, taken back, forgotten


def test_who_gives_it_again_is_known_by_the_last(town):
    v = known(town)
    tell_who(v.receipt, name="周淑芬", telephone="13912345678", wish="message")
    kept = Identity.objects.get()
    assert kept.open() == {"name": "周淑芬", "telephone": "13912345678"} and kept.wish == "message" and kept


def test_the_same_telephone_is_known_again_in_its_own_congress_only(town, next_town):
    mine = [
        tell_who(town.receipt()[0], name="", telephone=t).mark for t in (TELEPHONE, "138 1234-5678", "+8613812345678")
    ]
    theirs = tell_who(next_town.receipt()[0], name="", telephone=TELEPHONE).mark
    assert len({*mine}) == 1 and theirs not in mine and Identity.objects.filter(mark=mine[0]).count() == 3


def test_what_was_taken_back_is_gone_and_the_openings_stay_on_record(town, at_desk):
    v = known(town)
    client = at_desk(town.xu)
    look(client, v)
    v.take("take_back", v.receipt)
    assert opened(client, v) == 302
    kept = Identity.objects.get()
    assert (kept.sealed, kept.mark, kept.wish, bool(kept)) == ("", "", "", False) and kept.erased_at
    assert len(thread_of(anew(v))["looks"]) == 1
    tell_who(v.receipt, name="周淑芬", telephone="")
    assert Identity.objects.get().open()["name"] == "周淑芬"  # who comes back is heard


def test_to_be_forgotten_erases_all_that_was_told_and_nothing_that_was_counted(town, at_desk):
    secret = "周淑芬家的井盖"
    v = known(town, what=f"我叫周淑芬，电话{TELEPHONE}。{secret}坏了。", place=f"清河街道{secret}")
    photo = photographed(v, "teal")
    v.take("hand_on", town.lin, deputy_word=f"请看看{secret}")
    v.take("add", v.receipt, added=said(v, f"{secret}又掉了。"))
    v = town.handle(anew(v), upto="accept", title=secret)
    one = parted(town, v)
    one = town.handle(one, answer=f"{secret}已换好。", title=secret)
    withdrawn = photographed(anew(v), "olive")
    v = anew(v)
    v.take("gather", town.xu, outcome="solved", answer=f"{secret}已换好。")
    v.take("rate", v.receipt, process_rating="fair", result_rating="fair", solved="yes")
    v.take("conclude", town.xu)
    v.take("look", town.xu, f"问{secret}")
    v = shown_as(town, v, secret)
    shelf.withdraw(withdrawn, town.xu, f"{secret}看不清")
    year = date(2026, 1, 1), date(2026, 12, 31)
    counted = {name: figure.rendered(town.congress, *year) for name, figure in Figure.all.items()}
    events = list(Event.objects.order_by("pk").values_list())

    everywhere = ["attachments_attachment", "docket_matter", "docket_words", "search_text", "voices_voice"]
    assert tables_with("淑芬") == everywhere
    v.take("forget", v.receipt)

    assert list(Event.objects.order_by("pk").values_list())[:-1] == events and verify(town.congress) is None
    assert counted == {name: figure.rendered(town.congress, *year) for name, figure in Figure.all.items()}
    assert not Said.objects.exclude(sealed="").exists() and not Identity.objects.exclude(sealed="").exists()
    assert Said.objects.exclude(erased_at=None).count() == 2
    for one in Voice.objects.all():
        assert (one.title, one.text, one.place, one.public, one.state) == (str(FORGOTTEN), "", "", False, "concluded")
    assert not Words.objects.filter(erased_at=None).exists()
    assert not photo.path.exists() and not withdrawn.path.exists()
    assert not tables_with("淑芬")
    page = at_desk(town.xu).get(f"/matters/{v.pk}/").content.decode()
    assert "文字已依法删去，记录还在" in page and secret not in page and str(FORGOTTEN) in page
    assert secret not in at_desk(town.xu).get("/search/", {"q": "井盖"}).content.decode().replace("井盖”", "")
    told = thread_of(anew(v))
    assert not any(secret in str(knot) for knot in told["knots"]) and not told["photos"]
    with pytest.raises(Refused, match="没有留下身份"):
        anew(v).take("look", town.xu, "再问")


def photographed(v, colour):
    taken = io.BytesIO()
    Image.new("RGB", (8, 6), colour).save(taken, "JPEG")
    return shelf.attach(v, [v.receipt], paper("周淑芬家.jpg", taken.getvalue()))


def shown_as(town, v, secret):
    v.take("redact", town.xu, **FIT | {"public_title": secret})
    v.take("publish", town.xu)
    return anew(v)


def test_to_be_forgotten_twice_is_no_harm(town):
    v = town.handle(known(town))
    v.take("forget", v.receipt)
    v.take("forget", v.receipt)
    assert verify(town.congress) is None


def test_another_receipt_is_not_forgotten_with_it(town):
    mine, theirs = town.handle(known(town)), town.handle(known(town, what="路灯不亮。"))
    mine.take("forget", mine.receipt)
    assert anew(theirs).text == "路灯不亮。" and Identity.objects.get(receipt=theirs.receipt).open()["name"] == NAME


def test_without_the_key_pages_say_so_and_do_not_break(town, client, settings):
    v = town.voice()
    tell_who(v.receipt, name="周大妈", telephone="13812345678")
    v.take("look", town.xu, "核实地点")
    settings.VAULT_KEYS = {"another": "x" * 40}
    client.force_login(town.xu.person.user)
    assert "密钥“laptop”不在" in client.get(v.get_absolute_url()).content.decode()
    page = client.get(f"/voices/{v.pk}/identity/", follow=True).content.decode()
    assert "密钥“laptop”不在" in page and "周大妈" not in page


def test_the_keeper_sees_what_else_was_said_from_the_same_telephone_and_not_the_number(town, client):
    first, again, other = town.voice("路灯坏了。"), town.voice("井盖坏了。"), town.voice("树倒了。")
    tell_who(first.receipt, telephone="138 1234 5678")
    tell_who(again.receipt, telephone="13812345678")
    tell_who(other.receipt, telephone="13900000000")
    client.force_login(town.xu.person.user)
    page = client.get(again.get_absolute_url()).content.decode()
    said = page[page.index("同一个号码以前还说过") :]
    assert first.number in said and other.number not in said.split("</section>")[0] and "1381234" not in page
    assert "同一个号码" not in client.get(other.get_absolute_url()).content.decode()
    again.take("take_back", again.receipt)
    assert "同一个号码" not in client.get(again.get_absolute_url()).content.decode()
    client.force_login(town.lin.person.user)
    assert "同一个号码" not in client.get(first.get_absolute_url()).content.decode()
