"""A chart in the text of a report."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from qingting.report.outputs import drawing_of

register = template.Library()


@register.simple_tag
def chart(paragraph, report):
    """The drawing and what it is called; its words are escaped where it is drawn."""
    drawing = drawing_of(paragraph, report)
    return format_html("{}<figcaption>{}</figcaption>", mark_safe(drawing.svg), drawing.caption)
