"""Before a suggestion is made public: the text to begin from, which a person reads, mends and confirms."""

from qingting.docket.process import Step
from qingting.redaction.masking import Masked, asks_to_read, masked


class Redact(Step):
    """Confirming what may be shown: the form begins from the text with what a machine can find already hidden."""

    def form(self, *args, **kwargs):
        s = kwargs["instance"]
        proposed = proposal(s) if not s.public_text else {}
        form = super().form(*args, initial={name: text for name, (text, _hidden) in proposed.items()}, **kwargs)
        for name in self.fields:
            form.fields[name].help_text = asks_to_read(proposed[name][1] if proposed else [])
        return form


def proposal(s) -> dict[str, tuple[str, list[Masked]]]:
    """For each public field, the text to begin from and what was hidden in it. What was promised goes with the answer."""
    promises = [p for p in s.promises.order_by("promised_for", "pk") if p.state != "draft"]
    lines = [f"承诺事项{n}：{p.title}（{p.finish}）" for n, p in enumerate(promises, 1)]
    texts = {"public_title": s.title, "public_text": s.text, "public_answer": "\n".join([s.answer, *lines])}
    return {name: masked(text) for name, text in texts.items()}
