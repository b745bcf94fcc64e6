"""The docket: every matter that is filed, every event that befalls it, every deadline it owes."""

import secrets
from datetime import date

from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingting.clocks.spans import Ruling
from qingting.docket.process import Amend, Process, Refused, Step, is_words
from qingting.docket.seals import fingerprint, sealed
from qingting.organs.fields import Line, without_control_characters
from qingting.organs.models import Organ, Person, Post, Receipt

NEVER = date.max  # stands where it is somebody's turn and no clock runs, so that both engines sort it last


class MatterQuerySet(models.QuerySet):
    """Every list of matters begins with whose list it is. An actor is a post or a receipt."""

    def seen_by(self, *actors):
        """The matters in which one of these actors wears a hat."""
        return self.filter(Exists(Part.objects.filter(matter=OuterRef("pk"), hat__in=hats(actors))))

    def filed(self):
        return self.exclude(state="draft")


def hats(actors) -> list[str]:
    return list(dict.fromkeys(hat for actor in actors for hat in actor.hats))


class Series(models.Model):
    """The last number given in a series. Locked while the next is given, so there is no gap and no double."""

    congress = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["congress", "name"], name="one_series_of_a_name")]

    @classmethod
    def following(cls, congress_id, name) -> int:
        """The next number of this series; given back if the transaction fails."""
        with connection.cursor() as cursor:  # one statement, and the same on both engines
            cursor.execute(
                f"INSERT INTO {cls._meta.db_table} AS its (congress_id, name, last) VALUES (%s, %s, 1) "
                "ON CONFLICT (congress_id, name) DO UPDATE SET last = its.last + 1 RETURNING last",
                [congress_id, name],
            )
            return cursor.fetchone()[0]


class Matter(models.Model):
    """One line in the docket. Each kind of matter extends it in its own app."""

    congress = models.ForeignKey(Organ, models.PROTECT, related_name="+", editable=False)
    number = models.CharField(gettext_lazy("编号"), max_length=30, null=True, blank=True)
    kind = models.CharField(max_length=60, editable=False)
    title = Line(gettext_lazy("标题"), max_length=200)
    state = models.CharField(max_length=20, default="draft", editable=False)
    keeper = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name=gettext_lazy("主管机构"))
    source = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="offspring", verbose_name=gettext_lazy("来源")
    )
    public = models.BooleanField(gettext_lazy("公开"), default=False, editable=False)
    filed_on = models.DateField(gettext_lazy("提出日期"), null=True, editable=False)
    # the first day on which something is due
    owed_on = models.DateField(gettext_lazy("到期日"), null=True, editable=False)
    moved_at = models.DateTimeField(null=True, editable=False)  # when its last event was
    head = models.CharField(max_length=64, blank=True, editable=False)  # the digest of its last event

    taken_on: date | None = None  # the day of the step that is being taken
    process: type[Process] = None  # type: ignore[assignment]
    objects = MatterQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["congress", "number"], name="one_matter_of_a_number")]

    def __str__(self):
        return f"{self.number} {self.title}" if self.number else self.title

    def get_absolute_url(self):
        return reverse("matter", args=[self.pk])

    def save(self, *args, **kwargs):
        is_new = self._state.adding
        if is_new:
            self.kind, self.congress_id = self._meta.label_lower, self.keeper.congress_id
            named = [f for f in self._meta.concrete_fields if f.is_relation and getattr(self, f.attname)]
            self._stays_at_home(getattr(self, f.name) for f in named if f.name != "congress")
        super().save(*args, **kwargs)
        if is_new and not self.taken_on:
            self.recast([], {})

    @property
    def called(self) -> str:
        """Its number; what hangs on another matter and has none goes by the number of that one."""
        return self.number or (self.source.number if self.source else "") or ""

    @property
    def specific(self):
        """The same matter as its own kind."""
        return self if type(self).process else getattr(self, apps.get_model(self.kind)._meta.model_name)

    @property
    def rules(self) -> type[Process]:
        """The process page of its kind, also when it was read as a plain matter."""
        return self.process or Process.of_kind(self.kind)

    @property
    def state_label(self) -> str:
        return self.rules.label_of(self.state)

    @property
    def kind_label(self) -> str:
        return str(self.rules.model._meta.verbose_name)

    @property
    def is_kin(self) -> Q:
        """Which matters are read with it."""
        return Q(source=self.pk) | Q(pk=self.source_id) if self.source_id else Q(source=self.pk)

    @cached_property
    def kin(self) -> list["Matter"]:
        """What it arose from and what arose from it, each as its own kind where this process reads that kind."""
        found = Matter.objects.filter(self.is_kin).select_related(*self.process.kin)
        read = sorted(found, key=lambda m: m.pk)  # here: it is cheaper than to have so many columns ordered
        names = {path.split("__")[0] for path in self.process.kin}
        return [getattr(m, name) if (name := m.kind.split(".")[1]) in names else m for m in read]

    @transaction.atomic
    def discard(self):
        """Throw a draft away: nobody has seen it, and the ledger knows nothing of it."""
        if self.state != "draft":
            raise Refused(_("已经提出的事项不能删除"))
        self.parts.all().delete()
        self.delete()

    @cached_property
    def debts(self) -> list["Deadline"]:
        """All its deadlines, met and running, in the order in which they began."""
        debts = sorted(self.deadlines.all(), key=lambda debt: debt.pk)
        for debt in debts:
            debt.matter = self
        return debts

    def last_debt(self, clock) -> "Deadline | None":
        """The latest running of this clock."""
        return next((debt for debt in reversed(self.debts) if debt.clock == clock), None)

    @property
    def today(self) -> date:
        """The day as of which a guard judges: that of the step being taken, which paper may bring in later."""
        return self.taken_on or localdate()

    @transaction.atomic
    def take(self, name, actor, note="", *, at=None, seen="", once=None, **given):
        """Take a step, as a post or by a receipt. This is the only way in which a matter changes.

        Lock the matter, ask whether this actor may, do it, write the event,
        wind the clocks, and tell whoever is next: all of it or none of it.
        `seen` is the head that the actor's page showed; `once` marks a form, so that sending it twice acts once.
        A matter that was not saved yet is saved by its first step. Raises Refused, with a sentence for the actor.
        """
        step, at, is_new = self.process.steps[name], at or now(), self._state.adding
        matter = self if is_new else self._locked()
        matter.taken_on = localdate(at)
        if once and (done := Event.objects.filter(once=once).first()):
            if (done.matter_id, done.step) == (self.pk, name):
                return done
            raise Refused(_("这张表单已经用过，请重新打开页面再办"))
        reason = matter._moved_since(seen) or step.why_not(matter, actor, localdate(at))
        if reason:
            raise Refused(reason)
        note = legible(note)
        if step.why and not note:
            raise Refused(_("%(step)s须说明理由") % {"step": step.label})
        if matter.moved_at and at < matter.moved_at:
            raise Refused(_("时间早于上一条记录（%(at)s）") % {"at": f"{localtime(matter.moved_at):%Y-%m-%d %H:%M}"})

        before, matter.state = matter.state, step.target or matter.state
        amended = step.asks(type(matter)) if isinstance(step, Amend) else []
        was = {field.name: getattr(matter, field.name) for field in amended}
        matter._fill_in(step, given)
        if is_new:
            matter.save()
            matter.debts = []
        event = Event.of(matter, step, before, actor, at, once, said=given | ({"note": note} if note else {}), was=was)
        matter.filed_on = matter.filed_on or localdate(at)
        running = matter._wind_clocks(step, event)
        matter.owed_on = matter.first_owed(running)
        filled_in = () if is_new else step.fields
        matter.save(update_fields=["state", "head", "moved_at", "filed_on", "owed_on", *filled_in])
        if step.then:
            step.then(matter, event)
        if matter.head == event.digest:  # else what followed was a step of its own, which has written cast and word
            matter._tell(matter.recast(running, {} if is_new else None), event)
        self.state, self.head = matter.state, matter.head
        return event

    @transaction.atomic
    def set_down(self, aside, actor, note="", *, at=None, **said):
        """Write into its ledger what befell it beside its steps: no state moves, no clock is wound, and it is nobody's turn.

        A reason is kept in words, where it can be erased; what is said besides stands in the event and is sealed.
        """
        matter = self.specific._locked()
        said |= {"note": note} if note else {}
        event = Event.of(matter, aside, matter.state, actor, at or now(), None, said, {})
        matter.save(update_fields=["head", "moved_at"])
        return event

    def _locked(self):
        """The same matter as it stands now, and nobody else may move it meanwhile."""
        rows = self.process.model.objects.select_for_update(of=("matter_ptr",)).select_related(*self.process.paths)
        return rows.get(pk=self.pk)

    def _moved_since(self, seen) -> str | None:
        """Somebody was faster: who, when, and what he did."""
        if not self.head or not seen or seen == self.head:
            return None
        last = self.events.select_related("post__organ", "post__person", "receipt").order_by("pk").last()
        assert last, "a matter with a head has an event"
        said = {
            "at": f"{localtime(last.at):%m-%d %H:%M}",
            "actor": last.actor,
            "step": self.process.label_of(last.step),
        }
        return _("这件事 %(at)s 已由%(actor)s“%(step)s”。下面是最新的样子，请看过再办") % said

    def _fill_in(self, step, given):
        for field in step.asks(type(self)):
            if isinstance(step, Amend) and field.name not in given:
                continue
            if step.lacks(field, value := given.get(field.name)):
                raise Refused(_("%(step)s须填写“%(field)s”") % {"step": step.label, "field": field.verbose_name})
            setattr(self, field.name, bool(value) if isinstance(field, models.BooleanField) else value)
        self._stays_at_home(given.values())
        asked = {field.name for field in step.asks(type(self)) if not field.is_relation}
        others = {field.name for field in self._meta.fields} - asked
        try:
            self.full_clean(exclude=others, validate_unique=False, validate_constraints=False)
        except ValidationError as wrong:
            label = {field.name: field.verbose_name for field in self._meta.fields}
            said = [
                _("“%(field)s”：%(said)s") % {"field": label[name], "said": _("；").join(w)}
                if name != NON_FIELD_ERRORS
                else _("；").join(w)
                for name, w in wrong.message_dict.items()
            ]
            raise Refused(_("；").join(said)) from wrong

    def _stays_at_home(self, named):
        """Whatever belongs to another congress may not be named here."""
        for thing in named:
            if getattr(thing, "congress_id", self.congress_id) != self.congress_id:
                raise Refused(_("“%(thing)s”不属于本级人大，不能填写") % {"thing": thing})

    def _wind_clocks(self, step, event) -> list["Deadline"]:
        """Stop the clocks that this step stops, start those it starts, set anew those it sets anew; those that run now."""
        clocks = self.process.clocks
        if not clocks:
            return []
        running = [debt for debt in self.debts if debt.met_id is None]
        stopped = [d for d in running if d.clock in clocks and step in clocks[d.clock].stops]
        if stopped:
            Deadline.objects.filter(pk__in=[d.pk for d in stopped]).update(met=event, met_on=localdate(event.at))
        for deadline in stopped:
            deadline.met, deadline.met_on = event, localdate(event.at)
        running = [d for d in running if d not in stopped]
        for deadline in running:
            if deadline.clock in clocks and step in clocks[deadline.clock].anew:
                deadline.history.append({"event": event.pk, "step": step.name, "was": str(deadline.due_on)})
                deadline.reckon(self)
                deadline.save()
        wound = [
            Deadline(matter=self, clock=name, started=event) for name, clock in clocks.items() if step in clock.starts
        ]
        for deadline in wound:
            deadline.reckon(self)
        Deadline.objects.bulk_create(wound)
        self.debts += wound
        return running + wound

    def recast(self, running=None, old=None) -> set[str]:
        """Write down who has a part now, and whose turn it is by when; the hats whose turn has come.

        Derived from the process page alone, so it may be done again at any time, as after a change of that page.
        """
        running = self.deadlines.filter(met=None) if running is None else running
        due = self.due_days(running)
        offered: dict[str | None, list[Step]] = {}
        for step in self.process.steps.values():
            if self.state in step.source and not step.at_will and step.is_of(self):
                offered.setdefault(step.by.hat(self), []).append(step)
        turns = {hat: self._turn(steps, due) for hat, steps in offered.items()}
        seen = [] if self.state == "draft" else [who.hat(self) for who in self.process.cast]
        seen += [f"public:{self.congress_id}:"] if self.public else []
        known = {"matter_id": self.pk, "kind": self.kind, "state": self.state, "owed_on": self.owed_on}
        cast = {}
        for hat in filter(None, dict.fromkeys([*seen, *turns])):
            due_on, turn = turns.get(hat, (None, ""))
            cast[hat] = Part(hat=hat, due_on=due_on, turn=turn, **known)
        old = {part.hat: part for part in self.parts.all()} if old is None else old
        if gone := [part.pk for hat, part in old.items() if hat not in cast]:
            Part.objects.filter(pk__in=gone).delete()
        Part.objects.bulk_create(
            [part for hat, part in cast.items() if hat not in old or part.line != old[hat].line],
            update_conflicts=True,
            unique_fields=["hat", "kind", "matter"],
            update_fields=["state", "turn", "due_on", "owed_on"],
        )
        return {hat for hat in turns if hat and not (hat in old and old[hat].due_on)}

    def _turn(self, steps, due) -> tuple[date, str]:
        """By when it is whose turn these steps are, and which of them is asked of him first.

        The day due first, else the day by which anyone owes something; the step that the page names first, if it can be taken.
        """
        first = steps[0] if len(steps) == 1 else next(filter(self._is_ready, steps), steps[0])
        return min(due.get(step.name, self.owed_on or NEVER) for step in steps), first.name

    def _is_ready(self, step) -> bool:
        """Whether nothing stands in its way, and it is no note that was made already."""
        noted = not step.target and step.fields and all(getattr(self, f) not in (None, "") for f in step.fields)
        return not noted and not any(need(self) for need in step.needs)

    def due_days(self, running) -> dict[str, date]:
        """By when a step is owed: by the day of the clock that waits for it first of all, else of any that it stops."""
        waits = sorted((debt for debt in running if self._owes(debt)), key=lambda debt: debt.due_on, reverse=True)
        stops = [(self.process.clocks[debt.clock].stops, debt.due_on) for debt in waits]  # of two days, the first
        return {step.name: day for steps, day in stops for step in steps} | {steps[0].name: day for steps, day in stops}

    def first_owed(self, running) -> date | None:
        """The first day on which anyone owes something."""
        return min((debt.due_on for debt in running if self._owes(debt)), default=None)

    def _owes(self, debt) -> bool:
        """Whether a deadline is somebody's duty: not a right that lapses, nor a clock of an old page."""
        return debt.clock in self.process.clocks and not self.process.clocks[debt.clock].lapses

    def _tell(self, hats, event):
        """Word to the people under these hats, but not to the one who has just acted; a resident hears of every move."""
        people = set(Post.objects.current().wearing(hats).values_list("person", flat=True)) if hats else set()
        people.discard(event.post and event.post.person_id)
        word = [Notice(event=event, person_id=person) for person in sorted(people)]
        if event.post and event.before != event.after:
            held = [who.hat(self) or "" for who in self.process.cast]
            word += [Notice(event=event, receipt_id=hat.split(":")[1]) for hat in held if hat.startswith("receipt:")]
        Notice.objects.bulk_create(word)


def legible(note: str) -> str:
    """A reason as it is kept: at most 2,000 characters, and none that hides. Raises Refused."""
    if len(note) > 2000:
        raise Refused(_("理由最多 2000 字，现在有 %(n)s 字") % {"n": len(note)})
    try:
        without_control_characters(note)
    except ValidationError as wrong:
        raise Refused(_("；").join(wrong.messages)) from wrong
    return note.strip()


class PartQuerySet(models.QuerySet):
    def inbox(self, *actors):
        """What these actors have to do, the most urgent first."""
        return self.filter(hat__in=hats(actors), due_on__isnull=False).order_by("due_on", "matter_id")


class Part(models.Model):
    """A line of a matter's cast: under which hat it is seen, and by when it is the turn of that hat.

    It repeats the kind, the state and the day owed of its matter, so that every list is read from one index.
    """

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="parts")
    hat = models.CharField(max_length=40)
    kind = models.CharField(max_length=60)
    state = models.CharField(max_length=20)
    turn = models.CharField(max_length=30, blank=True)  # the step that this hat owes
    due_on = models.DateField(null=True)  # empty: not his turn; NEVER: his turn, and no clock runs
    owed_on = models.DateField(null=True)  # the first day on which anyone owes something

    objects = PartQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hat", "kind", "matter"], name="one_part_under_each_hat")]
        indexes = [
            models.Index(fields=["hat", "due_on", "matter"], condition=Q(due_on__isnull=False), name="inbox"),
            models.Index(fields=["hat", "kind", "state", "matter"], name="newest_in_a_state"),
            models.Index(
                fields=["hat", "kind", "owed_on", "matter"], condition=Q(owed_on__isnull=False), name="owed_first"
            ),
        ]

    @property
    def line(self):
        return self.hat, self.state, self.turn, self.due_on, self.owed_on


class EventQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise TypeError("events are never changed, and never deleted")

    delete = update


class Event(models.Model):
    """One step taken: who, in what post or by what receipt, when, from where to where, with what."""

    # without an index of its own: steps_of_a_matter serves it
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="events", db_index=False)
    step = models.CharField(max_length=30)
    before = models.CharField(max_length=20)
    after = models.CharField(max_length=20)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    receipt = models.ForeignKey(Receipt, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=now)  # when it was done
    written_at = models.DateTimeField(auto_now_add=True)  # when it was written down: later, for what paper brings in
    data = models.JSONField(default=dict)  # what was chosen, and the digest of what was written in words
    digest = models.CharField(max_length=64)
    once = models.CharField(max_length=32, null=True, unique=True)  # the form it came by

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            # both cover what a figure asks, so that it is counted from the index alone
            models.Index(fields=["step", "at", "matter"], name="steps_by_day"),
            models.Index(fields=["matter", "step", "at"], name="steps_of_a_matter"),
            models.Index(fields=["written_at"], name="events_as_written"),
        ]
        constraints = [models.CheckConstraint(condition=Q(post=None) ^ Q(receipt=None), name="one_actor")]

    @classmethod
    def of(cls, matter, step, before, actor, at, once, said, was):
        """Write down a step or an aside: choices into the ledger, words beside it where they can be erased."""
        free = {"note", *(field.name for field in step.asks(type(matter)) if is_words(field))}
        free |= {f"was_{name}" for name in free}
        said = said | {f"was_{name}": value for name, value in was.items() if name in said}
        words = {name: value for name, value in said.items() if name in free}
        kept = {name: ledgered(value) for name, value in said.items() if name not in free}
        salt = secrets.token_hex(16)
        if words:
            kept["words"] = fingerprint(salt + sealed(words))
        event = cls(matter=matter, step=step.name, before=before, after=matter.state, at=at, once=once, data=kept)
        setattr(event, actor._meta.model_name, actor)  # a post or a receipt
        event.save()
        if words:
            Words.objects.create(event=event, said=words, salt=salt)
        return event

    @property
    def actor(self):
        return self.post or self.receipt

    def save(self, *args, **kwargs):
        if self.pk:
            raise TypeError("events are never changed")
        self.digest = self.seal(self.matter.head)
        self.matter.head, self.matter.moved_at = self.digest, self.at
        super().save(*args, **kwargs)

    def seal(self, previous: str) -> str:
        """A digest over this event and the one before it, so that a gap or a change shows."""
        move = [self.matter_id, self.step, self.before, self.after]
        return fingerprint(previous + sealed([*move, self.post_id, self.receipt_id, self.at.timestamp(), self.data]))


def ledgered(value):
    """How a value stands in the ledger: an organ by its name, a person by number alone, for the ledger is never erased."""
    if isinstance(value, models.Model) and not isinstance(value, Organ):
        return f"{value._meta.model_name}:{value.pk}"
    return value if isinstance(value, bool | int) or value is None else str(value)


class Words(models.Model):
    """What was written in words when a step was taken. It may name someone, so it can be erased; the event stays."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="words")
    said = models.JSONField(default=dict)
    salt = models.CharField(max_length=32)  # without it, nobody can guess from the ledger what was erased
    erased_at = models.DateTimeField(null=True)

    def erase(self):
        self.said, self.salt, self.erased_at = {}, "", now()
        self.save()

    @property
    def hold(self) -> bool:
        """Whether they are still those that the ledger sealed."""
        return bool(self.erased_at) or self.event.data.get("words") == fingerprint(self.salt + sealed(self.said))


class Root(models.Model):
    """One day's seal over all events of a congress and over the day before; made public, it dates them all."""

    congress = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    day = models.DateField()
    events = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["congress", "day"], name="one_root_a_day")]


class Deadline(models.Model):
    """One running of one clock. Late is not a state: it is a date past and no event to meet it."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="deadlines")
    clock = models.CharField(max_length=30)
    started = models.ForeignKey(Event, models.PROTECT, related_name="+")
    due_on = models.DateField()
    met = models.ForeignKey(Event, models.PROTECT, null=True, related_name="+")
    # the day of that event, as the wall's calendar has it: late is a day after `due_on`
    met_on = models.DateField(null=True)
    ruling = models.JSONField()  # the rule as it was when the clock was wound: a later one never moves it
    # each time it was set anew: by which event or year's notice, and what day it was before
    history = models.JSONField(default=list)
    provisional = models.BooleanField(default=False)  # counted over a year whose notice of rest days was not out

    class Meta:
        indexes = [
            models.Index(fields=["due_on"], condition=Q(met=None), name="running_by_day"),
            models.Index(fields=["clock", "met_on"], condition=Q(met_on__isnull=False), name="met_by_day"),
            models.Index(fields=["due_on"], condition=Q(provisional=True), name="provisional_by_day"),
        ]

    def reckon(self, matter):
        """Count the days by the rule in force when it started."""
        self.settle(matter.process.clocks[self.clock].ruling(matter, self.started.at), matter)

    def settle(self, ruling: Ruling, matter):
        start = localdate(self.started.at)
        self.ruling, self.due_on = ruling.as_json(), ruling.span.due(start, matter)
        self.provisional = ruling.span.is_provisional(start, self.due_on)


class Notice(models.Model):
    """Word to a person, or to whoever holds a receipt: that it is his turn, or that a day he owes is near."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="notices")
    # for a reminder; then the event is the one that set the day
    deadline = models.ForeignKey(Deadline, models.PROTECT, null=True, related_name="notices")
    late = models.BooleanField(default=False)  # of a reminder: that the day has passed
    person = models.ForeignKey(Person, models.PROTECT, null=True)
    receipt = models.ForeignKey(Receipt, models.PROTECT, null=True)
    at = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    try_again_at = models.DateTimeField(null=True, default=now)  # empty: nothing more to send
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "read_at"], condition=Q(read_at=None), name="unread"),
            models.Index(fields=["person", "-id"], name="newest_notices"),
            models.Index(fields=["try_again_at"], condition=Q(try_again_at__isnull=False), name="to_send"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["deadline", "person", "event", "late"], name="one_reminder_each")
        ]
