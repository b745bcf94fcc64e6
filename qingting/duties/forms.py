"""The small form of an activity: only what its kind asks for, all on one screen."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Max, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingting.attachments.kinds import ENDINGS
from qingting.duties.asking import NEW, is_question, question, which
from qingting.duties.keeping import keeper_for, may_confirm
from qingting.duties.listing import ListOf
from qingting.duties.models import Activity, Campaign, Place
from qingting.duties.people import Roll
from qingting.duties.places import Atlas, parts_of
from qingting.duties.recording import Entry
from qingting.organs.fields import Typed
from qingting.organs.models import Organ, Person, Post, Role
from qingting.organs.offices import office_for_deputies

CHIPS = 24  # places and deputies that stand on the form to be ticked
NUMBERS = ("copies", "reached")
LATER = ("ends_on", "leads", "link", "told", "campaign", "title")  # what one may leave out


class EntryForm(forms.ModelForm):
    spots = ListOf(Place.objects.none(), label=gettext_lazy("去了哪里"), required=False)
    places = Typed(
        label=gettext_lazy("走访点位"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("社区、村、企业的名称，几个之间用顿号隔开。写法不同的，会问您是不是同一个。"),
    )
    people = ListOf(Post.objects.none(), label=gettext_lazy("谁参加了"), required=False)
    names = Typed(
        label=gettext_lazy("参加的代表"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("写姓名，或者把签到表上的名单整段贴进来；顿号、逗号、空格、换行隔开都行。"),
    )
    leads = Typed(label=gettext_lazy("其中主讲或带队的"), required=False, max_length=200)
    link = forms.URLField(label=gettext_lazy("网址"), required=False, max_length=300, assume_scheme="https")
    sheet = forms.FileField(
        label=gettext_lazy("签到表照片"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in ENDINGS)}),
    )
    confirmer = forms.ModelChoiceField(Person.objects.none(), label=gettext_lazy("请谁确认"), empty_label=None)

    class Meta:
        model = Activity
        fields = ["title", "held_on", "ends_on", "venue", "lecturer", "outlet", "outlet_level", "link", "copies", "reached", "group", "campaign", "told"]  # fmt: skip

    field_order = ["held_on", "ends_on", "spots", "places", "venue", "people", "names", "leads", "lecturer", "outlet", "outlet_level", "link", "group", "reached", "copies", "sheet", "confirmer", "told", "campaign", "title"]  # fmt: skip

    def __init__(self, data=None, files=None, *, kind, by, **kwargs):
        super().__init__(data, files, **kwargs)
        self.kind, self.by, self.congress = kind, by, by.organ.congress
        self.asked: list[tuple[str, forms.BoundField]] = []
        self.keeper = self.instance.keeper if self.instance.pk else keeper_for(by)
        for name in self.left_out():
            del self.fields[name]
        for field in self.fields.values():
            field.error_messages["required"] = _("请填写“%(field)s”") % {"field": field.label}
        self.fields["title"].required = False
        self.fields["title"].help_text = _("空着就叫“种类 · 地点 · 日期”")
        for name in set(NUMBERS) & set(self.fields):
            self.fields[name].min_value = None  # the sentence is ours: see clean
            self.fields[name].widget.attrs.update({"inputmode": "numeric", "min": 0})
            self.fields[name].validators = []
        for name in kind.needs:
            if name in self.fields and name != "places":
                self.fields[name].required = True
        for name in ("spots", "places", "people", "names"):
            if name in self.fields:  # of ticks and words one will do: which, is said when it is sent
                self.fields[name].needed_later = (
                    kind.who == "needed" if name in ("people", "names") else "places" in kind.needs
                )
        self.answer_while_one_types()
        self.offer()
        self.initial = {"held_on": localdate()} | {k: v for k, v in self.initial.items() if v not in (None, "")}
        if data is not None:
            self.ask_which()

    def left_out(self):
        """What this kind does not ask for."""
        asks = {*self.kind.asks, "title", "held_on", "told", "campaign", "sheet", "confirmer"}
        asks |= {"spots", "places"} if "places" in asks else {"venue"}
        asks |= {"people", "names"} if self.kind.who != "none" else set()
        if not running(self.congress).exists():
            asks -= {"campaign"}
        return [name for name in self.fields if name not in asks]

    def answer_while_one_types(self):
        """Whom and what the names mean is told below them; without a script it is told when the form is sent."""
        asks = {"names": ("who", reverse("activity_who"), "#id_held_on,#ticked,#who")}
        asks["places"] = ("where", reverse("activity_where", args=[self.kind.key]), "#where")
        for name, (place, url, told) in asks.items():
            if name in self.fields:
                trigger = "input changed delay:400ms"
                attrs = {"hx-get": url, "hx-trigger": trigger, "hx-target": f"#{place}", "hx-include": told}
                self.fields[name].widget.attrs.update(attrs)

    @property
    def first(self):
        """What stands on the screen at once: what is needed, where, who, the sheet, whom one asks."""
        return [bound for bound in self.visible_fields() if bound.name not in LATER and self.is_for_all(bound)]

    @property
    def chips_bound(self):
        """The deputies to be ticked; None where nobody stands there."""
        return self["people"] if "people" in self.fields and self.fields["people"].choices else None

    def is_for_all(self, bound) -> bool:
        """Whether it stands by itself: neither the deputies to tick, nor a question about what was typed, nor a list with nothing to tick."""
        return bound.name != "people" and not is_question(bound) and bool(getattr(bound.field, "choices", True))

    @property
    def later(self):
        """What may also be said."""
        return [bound for bound in self.visible_fields() if bound.name in LATER]

    def offer(self):
        """What may be chosen: whom one may ask, the deputies and the places of one's own sub-district."""
        coordinator = office_for_deputies(self.congress.pk)
        people = may_confirm(self.keeper, coordinator, self.by.person) if self.keeper else []
        self.fields["confirmer"].queryset = Person.objects.filter(pk__in=[p.pk for p in people])
        self.fields["confirmer"].choices = [(p.pk, str(p)) for p in people]
        if "campaign" in self.fields:
            self.fields["campaign"].queryset = running(self.congress)
        if "group" in self.fields:
            groups = Organ.objects.filter(congress=self.congress, kind=Organ.Kind.GROUP, until=None)
            self.fields["group"].queryset = groups.order_by("pk")
        if "people" in self.fields:
            self.fields["people"].queryset = Post.objects.filter(role=Role.DEPUTY, organ__congress=self.congress)
            self.fields["people"].choices = [(post.pk, str(post.person)) for post in self.chips()]
        if "spots" in self.fields:
            own = Place.objects.filter(congress=self.congress, kind__in=self.kind.places, merged_into=None)
            mine = own.filter(Q(subdistrict=self.keeper) | Q(pk__in=self.been()))
            mine = mine.annotate(last=Max("visits")).order_by("-last", "pk")
            self.fields["spots"].queryset = own
            self.fields["spots"].choices = [(place.pk, place.name) for place in mine[:CHIPS]]

    def been(self):
        """The places that a draft names already."""
        return self.instance.visits.values("place") if self.instance.pk else []

    def chips(self) -> list[Post]:
        """Deputies to be ticked: those of one's own sub-district, oneself, and whoever is named already."""
        posts = Post.objects.current().filter(role=Role.DEPUTY, organ__congress=self.congress)
        ticked = self.data.getlist("people") if hasattr(self.data, "getlist") else []
        known = [int(pk) for pk in ticked if pk.isdecimal() and len(pk) < 18]
        listed = self.instance.present.values("post") if self.instance.pk else []
        mine = Q(constituency__organ=self.keeper, organ=self.congress) | Q(pk__in=listed) | Q(pk__in=known)
        mine |= Q(person=self.by.person_id, organ=self.congress)
        return list(posts.filter(mine).select_related("person").order_by("pk")[: CHIPS + len(known)])

    # What was typed and does not say enough

    def ask_which(self):
        """For each place that nobody knows by that name, the question which it is."""
        self.meant = Atlas(self.congress, self.kind.places).meant if "places" in self.fields else None
        for written in parts_of(self.data.get("places", "")) if self.meant else ():
            found = self.meant(written)
            if found.place is None:
                self.fields[which(written)] = question(found, self.kind)

    @property
    def questions(self):
        return [bound for bound in self.visible_fields() if is_question(bound)]

    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        if day > localdate():
            raise ValidationError(_("%(day)s 还没有到，活动举行以后才能登记") % {"day": day})
        return day

    def clean_copies(self):
        return self.at_least_none("copies")

    def clean_reached(self):
        return self.at_least_none("reached")

    def at_least_none(self, name):
        said = self.cleaned_data[name]
        if said is not None and said < 0:
            raise ValidationError(
                _("“%(field)s”不能是负数，请写 0 或者更大的整数") % {"field": self.fields[name].label}
            )
        if said is not None and said > 10_000_000:
            raise ValidationError(_("“%(field)s”太大，请核对") % {"field": self.fields[name].label})
        return said

    def clean(self):
        said = super().clean()
        day = said.get("held_on")
        if day and said.get("ends_on") and said["ends_on"] < day:
            self.add_error("ends_on", _("结束日期早于开始日期"))
        if "people" in self.fields and day:
            self.read_people(said, Roll(self.congress.pk, day))
        if "places" in self.fields:
            self.read_places(said)
        return said

    def read_people(self, said, roll):
        """Whom the ticks and the names mean: a name that says too little is settled by a tick."""
        present = {post.pk: post for post in said.get("people") or ()}
        leading = {}
        for field, into in (("names", present), ("leads", leading)):
            faults = []
            for one in roll.read(said.get(field) or ""):
                ticked = [post for post in present.values() if one.name in post.person.name]
                post = one.post or next(iter(ticked if one.perhaps else ()), None)
                if post:
                    into[post.pk] = post
                else:
                    faults.append(roll.why_not(one))
            if faults:
                self.add_error(field, faults)
        self.present, self.leading = list((present | leading).values()), list(leading.values())
        if self.kind.who == "needed" and not self.present and not self.errors:
            self.add_error("names", _("还没有登记谁参加了，请勾选或写姓名"))

    def read_places(self, said):
        self.spelt, spots = [], list(said.get("spots") or ())
        for written in parts_of(said.get("places") or ""):
            chosen = said.get(which(written), "")
            if place := self.meant(written).place:
                spots.append(place)
            elif chosen.startswith(NEW):
                self.spelt.append((written, chosen.removeprefix(NEW)))
            elif chosen:
                self.spelt.append((written, Place.objects.get(pk=int(chosen))))
        self.spots = list(dict.fromkeys(spots))
        if "places" in self.kind.needs and not self.spots and not self.spelt and not self.errors:
            self.add_error("places", _("“%(kind)s”要写明去了哪里") % {"kind": self.kind})

    def entry(self) -> Entry:
        """What was filled in, understood. Only of a form that is valid."""
        said = self.cleaned_data
        return Entry(
            kind=self.kind,
            title=said["title"].strip(),
            fields=said,
            spots=getattr(self, "spots", []),
            spelt=getattr(self, "spelt", []),
            present=getattr(self, "present", []),
            leading=getattr(self, "leading", []),
            confirmer=said["confirmer"],
        )


def running(congress):
    """The campaigns that go on, or ended so lately that one still records what belongs to them."""
    return Campaign.objects.filter(congress=congress, since__lte=localdate()).order_by("-since", "-pk")
