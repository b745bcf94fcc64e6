"""The forms of a voice's steps that offer less than everything: to whom it can be given, into which it can be merged."""

from django.forms import ModelChoiceField, TextInput
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from qingting.docket.process import Step
from qingting.organs.models import Organ, Post, Role
from qingting.redaction.masking import asks_to_read, masked
from qingting.triage.models import Category
from qingting.triage.proposing import propose
from qingting.triage.tree import Tree
from qingting.voices.models import Voice

KEEPERS = (Organ.Kind.SUBDISTRICT_COMMITTEE, Organ.Kind.OFFICE)
OPEN = ("raised", "accepted", "referred", "assigned", "signed", "paused", "answered")


def with_a_clerk(congress_id):
    """The organs that have somebody to sign for what is given to them."""
    clerks = Post.objects.current().filter(role=Role.CLERK).values("organ")
    return Organ.objects.filter(congress=congress_id, pk__in=clerks).order_by("name")


class Accept(Step):
    """Accepting it: the form begins from the category that the machine proposes, and says why; a person decides."""

    def form(self, *args, **kwargs):
        v = kwargs["instance"]
        proposal, tree = propose(v.congress, v.title, v.text), Tree(v.congress)
        kwargs["initial"] = {"category": v.category or proposal.category}
        form = super().form(*args, **kwargs)
        form.fields["category"] = CategoryField(tree, proposal.why)
        return form

    def is_optional(self, name) -> bool:
        return name == "category"  # where a place has set up no categories; else the form asks for it

    def lacks(self, field, value) -> bool:
        return super().lacks(field, value) and not self.is_optional(field.name)


class CategoryField(ModelChoiceField):
    """The categories in use, each with those above it."""

    def __init__(self, tree, why):
        known = Category.objects.filter(pk__in=tree.categories)
        super().__init__(known, label=_("分类"), required=bool(tree.categories), help_text=_("；").join(map(str, why)))
        self.error_messages["required"] = said("请填写“%(field)s”") % {"field": self.label}
        named = [(one.pk, " / ".join(above.name for above in reversed(tree.path(one)))) for one in tree.in_order()]
        self.choices = [("", "—"), *named]


class AssignVoice(Step):
    """Handing it to an organ: one that has a clerk, and no station or committee of the congress."""

    def form(self, *args, **kwargs):
        form = super().form(*args, **kwargs)
        able = with_a_clerk(form.instance.congress_id).exclude(kind__in=[*KEEPERS, Organ.Kind.STATION])
        form.fields["handler"].queryset = able
        v = form.instance
        if v.category and not v.handler_id:
            form.initial["handler"] = Tree(v.congress).organ_for(v.category)
        return form


class Redirect(Step):
    """Handing it to another sub-district's committee."""

    def form(self, *args, **kwargs):
        form = super().form(*args, **kwargs)
        form.fields["keeper"].queryset = with_a_clerk(form.instance.congress_id).filter(kind__in=KEEPERS)
        form.fields["keeper"].label = _("转给哪个街道人大工委")
        return form


class Merge(Step):
    """Joining those who say the same: the form asks for the number of an open one that the same committee keeps."""

    def form(self, *args, **kwargs):
        form = super().form(*args, **kwargs)
        v = form.instance
        open_ones = Voice.objects.filter(keeper=v.keeper_id, state__in=OPEN, merged_into=None).exclude(pk=v.pk)
        form.fields["merged_into"] = ModelChoiceField(
            open_ones,
            to_field_name="number",
            label=_("并入哪一件"),
            help_text=_("写编号，如“Q26-0912-0001”。各人都会得到答复，各自评价"),
            widget=TextInput,
            error_messages={"invalid_choice": _("没有这个编号的、由你们经办的在办诉求，请核对编号")},
        )
        return form


class RedactVoice(Step):
    """Confirming what may be shown: the form begins from the texts with what a machine can find already hidden."""

    def form(self, *args, **kwargs):
        v = kwargs["instance"]
        texts = {"public_title": v.title, "public_text": v.text, "public_answer": v.given_answer}
        begun = {name: masked(text, names=True) for name, text in texts.items() if not getattr(v, name)}
        form = super().form(*args, initial={name: text for name, (text, _found) in begun.items()}, **kwargs)
        for name, (_text, found) in begun.items():
            form.fields[name].help_text = asks_to_read(found)
        return form

    def is_optional(self, name) -> bool:
        return name == "public_answer"  # it may be shown while it is still being handled

    def lacks(self, field, value) -> bool:
        return super().lacks(field, value) and not self.is_optional(field.name)
