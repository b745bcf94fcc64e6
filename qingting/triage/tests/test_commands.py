"""What is typed at a terminal: train, predict, topics. A broken row is told and passed over."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command

from qingting.triage.files import LONGEST
from qingting.triage.tests.conftest import examples


def run(*words):
    out, err = io.StringIO(), io.StringIO()
    call_command("triage", *words, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def written(path, head, rows, encoding="utf-8"):
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return str(path)


@pytest.fixture
def model(tmp_path):
    rows = [[one.title, one.detail, one.label] for one in examples()]
    out, err = run(
        "train",
        "--messages",
        written(tmp_path / "m.csv", ["title", "detail", "label"], rows),
        "--model",
        str(tmp_path / "model"),
    )
    assert "144" in out and not err
    return str(tmp_path / "model")


def predicted(model, path):
    out, err = run("predict", "--model", model, path)
    return list(csv.DictReader(io.StringIO(out))), err


def test_it_predicts_with_confidence_urgency_and_hold(model, tmp_path):
    rows = [["路灯不亮", "夜里漆黑"], ["", "老板欠了工钱，我不想活了"], ["举报村支书贪污", "欠我工资"]]
    found, err = predicted(model, written(tmp_path / "p.csv", ["title", "detail"], rows))
    assert [(row["row"], row["label"], row["urgent"], row["hold"]) for row in found] == [
        ("1", "灯", "0", ""),
        ("2", "薪", "1", "life"),
        ("3", "薪", "0", "official"),
    ]
    assert all(0 < float(row["confidence"]) <= 1 for row in found) and not err


def test_a_broken_row_is_told_and_passed_over(model, tmp_path):
    path = tmp_path / "p.csv"
    path.write_bytes(
        "title,detail\n路灯不亮,漆黑\n只有一格\n,\n".encode()
        + b"\xff\xfe\x80,\x81\n"
        + "\x00,欠工资\n好,多,了\n".encode()
    )
    found, err = predicted(model, str(path))
    assert [row["row"] for row in found] == ["1", "5"]
    assert [f"第 {n} 行" in err for n in (1, 2, 3, 4, 5, 6)] == [False, True, True, True, False, True]


def test_an_open_quotation_mark_does_not_swallow_the_file(model, tmp_path):
    path = tmp_path / "p.csv"
    path.write_text(
        'title,detail\n路灯,不亮\n"没有关上,' + "字字字字字字字字\n" * (LONGEST // 8) + "\n路灯,不亮\n",
        encoding="utf-8",
    )
    found, err = predicted(model, str(path))
    assert found[0]["label"] == "灯" and "第 2 行" in err and found[-1]["label"] == "灯"


def test_what_excel_writes_in_chinese_is_read(model, tmp_path):
    path = written(tmp_path / "p.csv", ["标题", "内容"], [["路灯不亮", "漆黑一片"]], "gb18030")
    assert [row["label"] for row in predicted(model, path)[0]] == ["灯"]


@pytest.mark.parametrize("text", ["a" * 10_000, "😀", "مەكتەپ", "\x01\x02"])
def test_what_says_nothing_gets_no_label(model, tmp_path, text):
    found, _err = predicted(model, written(tmp_path / "p.csv", ["title", "detail"], [[text, text]]))
    assert [(row["label"], row["confidence"]) for row in found] in ([], [("", "0.0000")])


def test_labels_without_texts_are_names(tmp_path):
    rows = [["", "", "教育"], ["", "", "交通运输"], ["", "", ""]]
    out, err = run(
        "train",
        "--messages",
        written(tmp_path / "m.csv", ["title", "detail", "label"], rows),
        "--model",
        str(tmp_path / "m"),
    )
    assert "太少" in out and "第 3 行没有分类" in err
    found, _err = predicted(
        str(tmp_path / "m"), written(tmp_path / "p.csv", ["title", "detail"], [["小学入学", ""], ["公交车", ""]])
    )
    assert [row["label"] for row in found] == ["教育", "交通运输"]


def test_a_tree_beside_the_labels_is_read(tmp_path):
    rows = written(tmp_path / "m.csv", ["title", "detail", "label"], [["", "", "甲"], ["", "", "乙"]])
    tree = written(tmp_path / "t.csv", ["一级", "二级"], [["甲", "招生入学"], ["乙", "路灯照明"]])
    run("train", "--messages", rows, "--categories", tree, "--model", str(tmp_path / "m"))
    found, _err = predicted(str(tmp_path / "m"), written(tmp_path / "p.csv", ["title", "detail"], [["小学报名", ""]]))
    assert found[0]["label"] == "甲"


def test_refusals_are_sentences(tmp_path, model):
    empty, other = tmp_path / "empty.csv", written(tmp_path / "o.csv", ["甲", "乙"], [["1", "2"]])
    empty.write_text("")
    for words, why in (
        (["predict", "--model", str(tmp_path / "none"), other], "请先训练"),
        (["predict", "--model", model, other], "没有这些列"),
        (["predict", "--model", model, str(empty)], "没有这些列"),
        (["predict", "--model", model, str(tmp_path / "absent.csv")], "打不开"),
        (["train", "--messages", other, "--model", str(tmp_path / "n")], "没有这些列"),
        (["topics", str(tmp_path)], "打不开"),
    ):
        with pytest.raises(CommandError, match=why):
            run(*words)


def test_topics_count_people(tmp_path):
    head = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情"]
    rows = [[n, f"u{n % 4}", "翠湖新苑搅拌站扰民", "2019/7/1 8:00:00", f"翠湖新苑粉尘噪音，第{n}次"] for n in range(8)]
    rows += [[100 + n, f"v{n}", f"{chr(0x4E30 + n)}{chr(0x6C34 + n)}的事", "坏的日期", "另说"] for n in range(30)]
    out, err = run("topics", written(tmp_path / "t.csv", head, rows))
    (topic,) = csv.DictReader(io.StringIO(out))
    assert topic["people"] == "4" and topic["messages"] == "8" and topic["since"] == "2019-07-01" and not err


def test_retrain_without_categories_says_what_to_do(town):
    _out, err = run("retrain")
    assert "没有分类" in err or "还没有分类" in err


def test_plant(town):
    out, _err = run("plant", "--congress", str(town.congress.pk))
    assert "分类" in out
    with pytest.raises(CommandError, match="没有这个人大"):
        run("plant", "--congress", "99999")
