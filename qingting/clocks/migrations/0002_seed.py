"""Every installation begins with the notices of rest days of 2018 to 2026."""

from django.db import migrations

from qingting.clocks.calendar import seed


class Migration(migrations.Migration):
    dependencies = [("clocks", "0001_initial")]

    operations = [migrations.RunPython(lambda apps, schema_editor: seed(apps), migrations.RunPython.noop)]
