"""What is typed to begin a report, to add a chapter, to say something about one."""

from datetime import date

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingting.organs.fields import Typed
from qingting.organs.models import Organ, Post, Role
from qingting.report.models import AnnualReport, Chapter
from qingting.report.proposing import outline

WRITERS = (
    Organ.Kind.OFFICE,
    Organ.Kind.SPECIAL_COMMITTEE,
    Organ.Kind.SUBDISTRICT_COMMITTEE,
)


class ReportForm(forms.ModelForm):
    """A report of any period, mostly a year."""

    outlined = forms.BooleanField(
        label=gettext_lazy("按通常的提纲建好各章"),
        help_text=gettext_lazy("开头和四章，先都由办公室写；以后可以换单位，也可以加减"),
        required=False,
        initial=True,
    )

    class Meta:
        model = AnnualReport
        fields = ("title", "since", "until")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = localdate()
        year = today.year if today.month > 6 else today.year - 1
        self.fields["since"].initial, self.fields["until"].initial = date(year, 1, 1), date(year, 12, 31)
        self.fields["title"].initial = f"{self.instance.keeper.parent or self.instance.keeper}{year}年工作报告"

    def clean(self):
        said = super().clean()
        since, until = said.get("since"), said.get("until")
        if since and until and until < since:
            self.add_error("until", _("期间的最后一天早于第一天，请核对"))
        return said


class ChapterForm(forms.ModelForm):
    section = forms.ChoiceField(label=gettext_lazy("按提纲的哪一章起草"), required=False)

    class Meta:
        model = Chapter
        fields = ("title", "position", "writer", "section")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        writes = Post.objects.current().filter(role=Role.CLERK, organ__kind__in=WRITERS)
        congress = self.instance.annual.congress_id
        self.fields["writer"].queryset = Organ.objects.filter(
            congress=congress, pk__in=writes.filter(organ__congress=congress).values("organ")
        ).order_by("pk")
        self.fields["section"].choices = [("", _("不按提纲")), *((one.section, one.title) for one in outline())]


class CommentForm(forms.Form):
    about = Typed(
        label=gettext_lazy("关于哪一句"), required=False, max_length=200, help_text=gettext_lazy("抄几个字就行")
    )
    text = Typed(label=gettext_lazy("意见"), widget=forms.Textarea, max_length=2000)


class WritingForm(forms.Form):
    """A chapter as it is typed, and the number of the draft that it was begun from."""

    text = Typed(label=gettext_lazy("正文"), widget=forms.Textarea, max_length=30_000, required=False, strip=False)
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=30_000)
