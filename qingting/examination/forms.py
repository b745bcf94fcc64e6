"""What the office fills in: who sits, for which kind of organ, on what day; and how many questions of each topic and form."""

from collections import Counter

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingting.directory.rosters import People
from qingting.examination import papers
from qingting.examination.models import Branch, DrawingRule, Form, Question
from qingting.organs.fields import Typed
from qingting.organs.sheets import Row

LEAST, MOST = 10, 200  # questions on a paper: of fewer, whoever sits again and again could find out the key


class Appointed(forms.Form):
    """A candidate by his name, whether the platform knows him already or not."""

    name = Typed(label=gettext_lazy("考生姓名"), max_length=50)
    mark = Typed(
        label=gettext_lazy("区分"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("有同名的人时写，如“女”或现任单位。"),
    )
    branch = forms.ChoiceField(
        label=gettext_lazy("拟任职机关"),
        choices=Branch,
        help_text=gettext_lazy("按拟任职务所在的机关选，题目按它抽。"),
    )
    held_on = forms.DateField(label=gettext_lazy("考试日期"), help_text=gettext_lazy("当天才能开始考。"))

    def __init__(self, *args, congress, examinee=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.congress, self.examinee = congress, examinee
        if examinee:  # the matter that it arises from names him
            del self.fields["name"], self.fields["mark"]
        for field in self.fields.values():
            field.error_messages["required"] = _("请填写“%(field)s”") % {"field": field.label}

    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        if day < localdate():
            raise ValidationError(_("考试日期已经过去，请写今天以后的日期"))
        return day

    def clean(self):
        said = super().clean()
        if not self.examinee and said.get("name"):
            row = Row(0, {"name": said["name"].strip(), "mark": (said.get("mark") or "").strip()})
            self.examinee = People(self.congress).meant(row)
            for _column, sentence in row.faults:
                self.add_error("mark", sentence)
        return said


class DrawingForm(forms.ModelForm):
    """A table of topics and forms; beside each number, how many questions the bank has."""

    class Meta:
        model = DrawingRule
        fields = ("minutes", "pass_mark")

    minutes = forms.IntegerField(
        label=gettext_lazy("考试时间（分钟）"), min_value=10, max_value=240, help_text=gettext_lazy("10 到 240 分钟。")
    )
    pass_mark = forms.IntegerField(
        label=gettext_lazy("合格分数"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=gettext_lazy("满分 100 分；空着就按规则里的合格分数。"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.pool = list(papers.usable(self.instance.congress, self.instance.branch))
        self.has = Counter((question.topic, question.form) for question in self.pool)
        asks = {(topic, form): n for topic, form, n in self.instance.asks}
        self.topics = sorted({topic for topic, _form in [*self.has, *asks]})
        for topic in self.topics:
            for form in Form.values:
                self.fields[name_of(topic, form)] = forms.IntegerField(
                    label=_("“%(topic)s”的%(form)s") % {"topic": topic, "form": Form(form).label},
                    min_value=0,
                    max_value=MOST,
                    required=False,
                    initial=asks.get((topic, form)),
                )

    def table(self):
        """Of each topic: each form's field, and how many there are."""
        for topic in self.topics:
            yield topic, [(self[name_of(topic, form)], self.has[topic, form]) for form in Form.values]

    def clean(self):
        said = super().clean()
        asks = [[topic, form, said.get(name_of(topic, form)) or 0] for topic in self.topics for form in Form.values]
        self.instance.asks = [line for line in asks if line[2]]
        for topic, form, n in self.instance.asks:
            if sentence := papers.lacking([(topic, form, n)], self.pool):
                self.add_error(name_of(topic, form), sentence[0])
        if not self.errors and not LEAST <= self.instance.n <= MOST:
            raise ValidationError(
                _("一份卷子 %(least)s 到 %(most)s 道题，现在是 %(n)s 道。题太少，反复考几次就能试出答案")
                % {"least": LEAST, "most": MOST, "n": self.instance.n}
            )
        return said


def name_of(topic, form) -> str:
    return f"{form}:{topic}"


class Narrowed(forms.Form):
    """What the list of questions is narrowed by. It all stands in the address."""

    topic = forms.ChoiceField(label=gettext_lazy("主题"), required=False)
    form = forms.ChoiceField(label=gettext_lazy("题型"), required=False)
    stand = forms.ChoiceField(
        label=gettext_lazy("状态"),
        required=False,
        choices=[
            ("", gettext_lazy("全部")),
            ("in_use", gettext_lazy("在用")),
            ("practice", gettext_lazy("练习题")),
            ("retired", gettext_lazy("停用")),
        ],
    )
    after = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**62)

    def __init__(self, *args, congress, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = Question.objects.filter(congress=congress).order_by("pk")
        topics = self.questions.order_by("topic").values_list("topic", flat=True).distinct()
        self.fields["topic"].choices = [("", _("全部")), *((topic, topic) for topic in topics)]
        self.fields["form"].choices = [("", _("全部")), *Form.choices]

    def found(self):
        """A filter that makes no sense narrows nothing."""
        self.is_valid()
        said = {name: value for name, value in self.cleaned_data.items() if value}
        questions = self.questions.filter(**{name: said[name] for name in ("topic", "form") if name in said})
        stands = {
            "in_use": {"in_use": True, "practice": False},
            "practice": {"practice": True},
            "retired": {"in_use": False},
        }
        questions = questions.filter(**stands.get(said.get("stand", ""), {}))
        return questions.filter(pk__gt=said["after"]) if "after" in said else questions
