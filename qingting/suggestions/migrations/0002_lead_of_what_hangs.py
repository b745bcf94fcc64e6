import django.db.models.deletion
from django.db import migrations, models

HUNG = ("handling", "extension", "keysupervision")


def lead(**kwargs):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organs.person", verbose_name="领衔代表", **kwargs)


def name_the_lead(apps, schema_editor):
    """Each has the lead of the suggestion on which it hangs."""
    suggestions = apps.get_model("suggestions", "suggestion").objects.filter(pk=models.OuterRef("on"))
    for name in HUNG:
        apps.get_model("suggestions", name).objects.update(lead=models.Subquery(suggestions.values("lead")[:1]))


class Migration(migrations.Migration):

    dependencies = [("suggestions", "0001_initial")]

    operations = [
        *[migrations.AddField(name, "lead", lead(null=True)) for name in HUNG],
        migrations.RunPython(name_the_lead, migrations.RunPython.noop),
        *[migrations.AlterField(name, "lead", lead()) for name in HUNG],
    ]
