from django.db import migrations

from qingting.organs.offices import of_deputies

KIND = "stations.dutyday"


def let_the_office_read(apps, schema_editor):
    """Reception days that were planned before have their congress's office in their cast, as those planned from now on."""
    days, Part = apps.get_model("stations", "dutyday").objects, apps.get_model("docket", "part")
    for congress in days.order_by().values_list("congress", flat=True).distinct():
        offices = apps.get_model("organs", "organ").objects.filter(congress=congress, kind="office", until=None)
        if not (office := of_deputies(offices.order_by("pk"))):
            continue
        days.filter(congress=congress, coordinator=None).update(coordinator=office)
        known = days.filter(congress=congress, coordinator=office).exclude(state="draft")
        parts = [
            Part(matter_id=pk, hat=f"organ:{office.pk}:{role}", kind=KIND, state=state, owed_on=owed_on)
            for pk, state, owed_on in known.values_list("pk", "state", "owed_on")
            for role in ("clerk", "head")
        ]
        Part.objects.bulk_create(parts, batch_size=500, ignore_conflicts=True)


class Migration(migrations.Migration):

    dependencies = [("stations", "0002_the_office_reads_a_day")]

    operations = [migrations.RunPython(let_the_office_read, migrations.RunPython.noop)]
