"""How a deputy rates: he is told first who will not read it."""

from django.utils.translation import gettext as _

from qingting.docket.process import Step


class Rate(Step):
    """Rating process and result apart: the form says that the organ that is rated sees neither."""

    def form(self, *args, **kwargs):
        form = super().form(*args, **kwargs)
        form.fields[self.fields[0]].help_text = _("承办单位只知道您评价过，看不到您怎样评价。")
        return form
