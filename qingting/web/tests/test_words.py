"""How pages say days, and how long is left."""

from datetime import date

from allauth.account.forms import LoginForm
from django import forms
from django.utils import translation

from qingting.suggestions.forms import Invitation, Titled
from qingting.web.templatetags import web


def test_a_day_of_this_year_is_said_without_its_year(on):
    on("2026-11-23")
    assert web.day(date(2026, 9, 5)) == "9月5日"
    assert web.day(date(2027, 1, 4)) == "2027年1月4日"
    with translation.override("en"):
        assert web.day(date(2026, 9, 5)) == "5 Sep"


def test_how_long_is_left():
    assert [web.left(days) for days in (-5, 0, 1, None)] == ["迟 5 天", "今天到期", "还有 1 天", ""]


def test_a_badge_has_no_room_for_more_than_two_digits():
    assert (web.hundred(99), web.hundred(100)) == (99, "99+")


class Asked(forms.Form):
    day = forms.DateField()
    why = forms.CharField(widget=forms.Textarea, help_text="写明理由")
    kind = forms.ChoiceField(choices=[("", "---------"), ("a", "甲")])


def test_a_day_is_asked_for_with_a_calendar_and_a_choice_in_words():
    form = Asked()
    assert 'type="date"' in web.control(form["day"])
    assert "请选择" in web.control(form["kind"]) and "---" not in web.control(form["kind"])
    assert 'aria-describedby="id_why_helptext"' in web.control(form["why"])


def test_what_was_left_out_is_asked_for_and_not_called_a_field():
    for form in (Asked({}), Titled({}), Invitation({}, on=None), LoginForm({})):
        assert {said for wrong in form.errors.values() for said in wrong} == {"请填写这一项"}


def test_a_wrong_field_is_marked_and_keeps_what_was_typed():
    drawn = web.control(Asked({"day": "2026-11-31"})["day"])
    assert 'aria-invalid="true"' in drawn and 'value="2026-11-31"' in drawn
