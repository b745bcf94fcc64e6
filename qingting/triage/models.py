"""By what tree a place classifies what residents say, which organ usually handles what, and what each organ's duties are."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qingting.organs.fields import Line, Text
from qingting.organs.models import Organ

DEEPEST = 3  # levels of a tree


class Category(models.Model):
    """A kind of matter in a place's own tree of up to three levels. One that is given up stays, for what was filed under it."""

    congress = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name=_("人大"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级分类")
    )
    name = Line(_("名称"), max_length=40)
    level = models.PositiveSmallIntegerField(_("级"), editable=False)
    organ = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("通常承办单位")
    )
    active = models.BooleanField(_("在用"), default=True)

    class Meta:
        verbose_name = _("分类")
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="one_category_of_a_name_below_another"),
            models.UniqueConstraint(
                fields=["congress", "name"], condition=Q(parent=None), name="one_category_of_a_name_at_the_top"
            ),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=DEEPEST), name="a_category_has_one_of_three_levels"
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        """A category stands one level below its parent, in the same congress as its parent and its organ."""
        self.level = self.parent.level + 1 if self.parent else 1
        if self.level > DEEPEST:
            raise ValidationError(gettext("分类最多三级"))
        if any(kin and kin.congress_id != self.congress_id for kin in (self.parent, self.organ)):
            raise ValidationError(gettext("上级分类、承办单位与分类不属于同一个人大"))
        super().save(*args, **kwargs)


class Duty(models.Model):
    """What an organ is for, in the words of the decision that set it up (三定规定): from it, too, one sees whose a matter is."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="duties", verbose_name=_("机构"))
    text = Text(_("职责"), max_length=2000)

    class Meta:
        verbose_name = _("机构职责")

    def __str__(self):
        return self.text[:40]
