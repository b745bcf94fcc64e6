"""What waits to be confirmed is sealed from now on: what was sent before, and is not confirmed yet, is sent again."""

from django.db import migrations


def throw_away(apps, schema_editor):
    apps.get_model("directory", "Upload").objects.filter(confirmed_at=None).delete()


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]
    operations = [migrations.RunPython(throw_away, migrations.RunPython.noop)]
