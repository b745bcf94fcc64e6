"""It works from names alone, learns from examples, says how sure it is, and reads no model that is not whole and its own."""

import json
import random
import subprocess
import sys

import numpy as np
import pytest

from qingting.triage import alike
from qingting.triage.classifier import Classifier, Unloadable, first_day
from qingting.triage.grams import TABLE, grams
from qingting.triage.lexicon import Lexicon, matters, words_of
from qingting.triage.tests.conftest import examples
from qingting.triage.training import NEVER, Example, measured, threshold_for, train, unseen

NAMES = {"灯": ["市政设施", "路灯照明"], "校": ["教育", "招生入学"], "薪": ["劳动", "工资"]}


@pytest.fixture(scope="module")
def trained():
    return train(examples(), NAMES)


def said_of(classifier, text):
    chances = classifier.probabilities([("", text)])[0]
    return classifier.labels[chances.argmax()], chances.max()


def test_names_alone_make_a_proposal():
    classifier = first_day(NAMES)
    assert [said_of(classifier, text)[0] for text in ("窨井盖坏了", "孩子上学划片", "老板欠薪")] == ["灯", "校", "薪"]
    assert classifier.threshold == NEVER


def test_it_learns_what_no_lexicon_knows(trained):
    """A word of this place alone, which stands in no list."""
    learned = train([*examples(), *([Example("", f"翠翠桥{n}一带黑咕隆咚", "灯") for n in range(40)])], NAMES)
    assert said_of(first_day(NAMES), "黑咕隆咚")[1] == 0
    label, chance = said_of(learned, "这里黑咕隆咚")
    assert label == "灯" and chance > 0.6


def test_it_says_how_well_it_does_on_what_it_has_not_seen(trained):
    figures = trained.figures
    assert figures["examples"] == 144 and figures["macro_f1"] > 0.95
    assert figures["certain_right"] >= 0.98 and 0 < figures["certain_share"] <= 1
    assert set(figures["each"]) == set(NAMES)


def test_too_few_examples_teach_nothing_and_make_nothing_certain():
    few = train(examples()[:20], NAMES)
    assert few.learned is None and few.threshold == NEVER
    assert train([], NAMES).figures["examples"] == 0


def test_near_duplicates_stand_on_one_side_of_a_fold():
    """One text sent thirty times is no proof that it is known: without its like, it says nothing that could be learned."""
    chance = random.Random(1)
    strange = ["".join(chr(chance.randrange(0x4E00, 0x9000)) for _ in range(30)) for _ in range(6)]
    copies = [Example("", text, label) for text, label in zip(strange, "灯校薪灯校薪", strict=True) for _ in range(30)]
    truth, found = np.repeat([0, 1, 2, 0, 1, 2], 30), grams([one.said for one in copies])
    told_apart = [
        unseen(found, np.zeros((180, 3), np.float32), truth, np.ones(180), groups)
        for groups in (together(copies), range(180))
    ]
    assert [(margins.argmax(1) == truth).mean() < 0.7 for margins in told_apart] == [True, False]


def together(copies):
    texts = [one.detail for one in copies]
    return alike.groups(texts, [alike.fingerprint(text) for text in texts])


def test_a_few_lucky_ones_are_not_certain():
    sure = np.array([[0.9, 0.1]] * 60)
    assert threshold_for(sure, np.zeros(60, int)) == NEVER
    assert threshold_for(np.array([[0.9, 0.1]] * 300), np.zeros(300, int)) == 0.9


def test_what_is_wrong_above_the_threshold_moves_it():
    chances = np.array([[0.95, 0.05]] * 200 + [[0.7, 0.3]] * 100)
    truth = np.array([0] * 200 + [0, 1] * 50)
    assert threshold_for(chances, truth) == 0.95
    assert measured(chances, truth, 0.95, ["a", "b"])["certain_share"] == round(2 / 3, 4)


@pytest.mark.parametrize(
    "text", ["", "😀😀😀", "\x00\x01\x7f", "a" * 10_000, "يۇلتۇز مەكتەپ", "ཚོགས་ཆེན", "\ud800", "𠀀𠀁𠀂", "123456"]
)
@pytest.mark.parametrize("classifier", [first_day(NAMES), None])
def test_what_says_nothing_is_proposed_nothing(trained, classifier, text):
    assert not (classifier or trained).probabilities([(text, text)]).any()


def test_a_long_text_is_read_within_a_bound(trained):
    assert said_of(trained, "路灯不亮。" * 2000)[0] == "灯"
    assert grams([("", "路灯不亮" * 10_000)]).weights.max() < 10
    assert len(grams([]).rows) == 0 and trained.probabilities([]).shape == (0, 3)


def test_batches_and_single_texts_are_told_the_same(trained):
    said = [one.said for one in examples()]
    together = trained.probabilities(said)
    assert np.allclose(together[5], trained.probabilities([said[5]])[0], atol=1e-5)
    assert np.allclose(together.sum(1), 1, atol=1e-5)


def test_a_run_of_the_title_is_another_than_one_of_the_text():
    assert (grams([("路灯", "")]).columns >= TABLE).any() and not (grams([("", "路灯")]).columns >= TABLE).any()


def test_the_words_that_speak_are_named(trained):
    assert "路灯" in trained.telling("", "门口的路灯不亮", ["灯"])
    assert trained.telling("", "门口的路灯不亮", ["薪"]) == []


def test_like_cases_are_named_by_their_numbers(trained):
    one = examples()[7]
    assert trained.like_cases(*one.said, [one.label]) == [one.key]
    assert trained.like_cases(*one.said, ["校"]) == [] and trained.like_cases("", "", ["灯"]) == []


def test_the_longest_word_at_a_place_counts():
    lexicon = Lexicon(words_of({"交通": ["出租车"], "住房": ["房屋租赁"]}))
    assert lexicon.found("出租车司机拒载") == ["出租车", "司机", "拒载"]


def test_no_word_of_the_lexicon_is_of_one_character_or_has_no_matter():
    for matter in matters():
        assert matter["names"] and all(len(word) > 1 for word in matter["words"].split())


# A saved model


def test_a_saved_model_says_the_same(trained, tmp_path):
    trained.save(tmp_path)
    again = Classifier.load(tmp_path)
    said = [one.said for one in examples()]
    assert np.allclose(again.probabilities(said), trained.probabilities(said), atol=0.01)
    assert again.figures == trained.figures and again.like_cases(*said[3], ["灯"]) == trained.like_cases(
        *said[3], ["灯"]
    )


def test_a_model_without_examples_can_be_saved(tmp_path):
    first_day(NAMES).save(tmp_path)
    assert said_of(Classifier.load(tmp_path), "路灯不亮")[0] == "灯"


def test_a_second_save_leaves_no_file_of_the_first(trained, tmp_path):
    first_day(NAMES).save(tmp_path)
    trained.save(tmp_path)
    assert len(list(tmp_path.iterdir())) == 2


def cut(path):
    path.write_bytes(path.read_bytes()[:-10])


def changed(path):
    sealed = json.loads(path.read_text())
    path.write_text(json.dumps(sealed | {"model": sealed["model"].replace('"threshold": ', '"threshold": 0.0')}))


def foreign(path):
    path.write_text('{"weights": [1, 2]}')


def binary(path):
    path.write_bytes(b"\x80\x04\x95")


@pytest.mark.parametrize("spoil", [cut, changed, foreign, binary])
def test_a_model_that_is_cut_changed_or_foreign_is_refused_in_a_sentence(trained, tmp_path, spoil):
    trained.save(tmp_path)
    spoil(tmp_path / "model.json")
    with pytest.raises(Unloadable, match="请重新训练"):
        Classifier.load(tmp_path)


def test_weights_that_are_cut_or_of_another_model_are_refused(trained, tmp_path):
    trained.save(tmp_path)
    (weights,) = tmp_path.glob("*.npz")
    whole = weights.read_bytes()
    for content in (whole[:-1], whole[:100], b""):
        weights.write_bytes(content)
        with pytest.raises(Unloadable, match="请重新训练"):
            Classifier.load(tmp_path)
    weights.unlink()
    with pytest.raises(Unloadable, match="请先训练"):
        Classifier.load(tmp_path)


def test_no_code_is_read_from_a_model(trained, tmp_path):
    """A model is numbers and text; an array of objects, which could carry code, is refused by numpy itself."""
    trained.save(tmp_path)
    with np.load(next(tmp_path.glob("*.npz")), allow_pickle=False) as kept:
        assert all(kept[name].dtype.kind in "fi" for name in kept.files)


def test_the_web_server_reads_no_scikit_learn():
    program = "import qingting.wsgi, qingting.urls, qingting.triage.classifier, sys; print('sklearn' in sys.modules, 'scipy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
