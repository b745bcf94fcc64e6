import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import TruncDate


def say_on_what_day_each_was_met(apps, schema_editor):
    Deadline, Event = (apps.get_model("docket", name) for name in ("Deadline", "Event"))
    day = Event.objects.filter(pk=OuterRef("met")).order_by().values(day=TruncDate("at"))
    Deadline.objects.filter(met__isnull=False).update(met_on=Subquery(day))


class Migration(migrations.Migration):
    """Figures are counted from indexes alone: the steps of a period, the steps of a matter, the day on which a clock was met."""

    dependencies = [
        ("docket", "0001_initial"),
        ("organs", "0003_presidium"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="event", name="steps_by_day"),
        migrations.AddField(model_name="deadline", name="met_on", field=models.DateField(null=True)),
        migrations.RunPython(say_on_what_day_each_was_met, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="event",
            name="matter",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="docket.matter",
            ),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(("met_on__isnull", False)), fields=["clock", "met_on"], name="met_by_day"
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["step", "at", "matter"], name="steps_by_day"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["matter", "step", "at"], name="steps_of_a_matter"),
        ),
    ]
