"""What is found by anyone who sees a matter must be readable by all who see it."""

from django.core.checks import Error, register

from qingting.docket.process import Process


@register()
def what_is_searched_is_open(app_configs, **kwargs):
    found = []
    for process in Process.all:
        columns = {field.name: field for field in process.model._meta.local_concrete_fields}
        veiled = {name for step in process.steps.values() if step.veiled_from for name in step.fields}
        for name in getattr(process.model, "searched", ()):
            if name not in columns:
                found.append(
                    Error(f"{process.model.__name__} searches {name}, which is no column of its own", id="search.E001")
                )
            if name in veiled:
                found.append(Error(f"{process.model.__name__} searches {name}, which a step veils", id="search.E002"))
    return found
