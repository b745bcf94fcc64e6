"""Codes on paper: sheets of cards for deputies, posters for stations, as PDF."""

import io
import json
from pathlib import Path

import segno
import typst
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qingting.organs.models import Level
from qingting.stations.codes import address
from qingting.stations.models import Stationed

LAYOUTS = Path(__file__).parent / "typst"
WANTED = ("Noto Sans SC", "Noto Serif SC")
QUIET = 2  # modules of white around a code, on ground that is white itself


class NoFonts(RuntimeError):
    """The fonts are not set up: a page would come out blank, or with boxes for words."""


def cards(codes) -> bytes:
    """A4 sheets of ten cards each, for the codes of deputies."""
    codes = list(codes)
    stations = stations_by_post([code.post_id for code in codes])
    said = {"scan": _("扫一扫，说给代表听"), "check": _("扫开会写明核验了什么"), "title": _("代表卡")}
    return printed("cards.typ", codes, said | {"cards": [card(code, stations) for code in codes]})


def card(code, stations) -> dict:
    post = code.post
    is_ours = post.level == Level.DISTRICT
    mandate = (
        _("%(term)s代表") % {"term": code.term}
        if is_ours
        else _("%(level)s人大代表") % {"level": post.get_level_display()}
    )
    return {
        "name": post.person.name,
        "office": [str(code.congress), mandate],  # a line each
        "mark": _("示例") if post.person.invented else "",
        "where": str(post.constituency or ""),
        "station": stations.get(post.pk, ""),
        "code": drawn(address(code)),
    }


def stations_by_post(posts) -> dict[int, str]:
    """Where each of these deputies receives: the name of his first station."""
    stays = Stationed.objects.on().filter(post__in=posts).select_related("station__organ").order_by("-pk")
    return {stay.post_id: str(stay.station) for stay in stays}


def posters(codes) -> bytes:
    """A poster for each of these codes of stations."""
    codes = list(codes)
    here = {}
    stays = (
        Stationed.objects.on().filter(station__in=[code.station_id for code in codes]).select_related("post__person")
    )
    for stay in stays:
        here.setdefault(stay.station_id, []).append(stay.post.person.name)
    said = {
        "congress": str(codes[0].congress) if codes else "",
        "motto": _("有事，说给代表听。说了，就有回音。"),
        "scan": _("扫一扫，在这里说一件事"),
        "check": _("扫开会写明：这是哪个站，谁核验的"),
        "foot": _("不会用手机也能说：请里面的工作人员代您登记，给您一张小票。"),
        "title": _("联络站海报"),
    }
    names = here if settings.NAME_DEPUTIES else {}
    return printed("posters.typ", codes, said | {"posters": [poster(code, names) for code in codes]})


def poster(code, names) -> dict:
    station = code.station
    facts = [
        (_("地址"), station.address),
        (_("开放时间"), station.hours),
        (_("站点电话"), station.telephone),
        (_("接待代表"), _("、").join(names.get(station.pk, ()))),
        (_("管理机构"), str(station.keeper)),
    ]
    return {
        "name": str(station),
        "facts": [(str(label), words) for label, words in facts if words],
        "code": drawn(address(code)),
    }


def drawn(words) -> str:
    """A QR code as SVG: at least 15 per cent of it may be soiled.

    The mask is given: a reader undoes any of the eight, and to try them all for the smoothest takes five times as long.
    """
    code = segno.make(words, error="m", micro=False, mask=3, boost_error=False)
    drawing = io.BytesIO()
    code.save(drawing, kind="svg", border=QUIET, xmldecl=False, svgns=True)
    return drawing.getvalue().decode()


def printed(layout, codes, said) -> bytes:
    """A layout filled with words, as PDF. Raises NoFonts rather than print boxes."""
    office = str(codes[0].issued_by.organ) if codes else ""
    said = json.dumps(said | {"office": office, "lang": (get_language() or "zh")[:2]}, default=str)
    inputs = {"said": said}
    pdf, warnings = typst.compile_with_warnings(
        LAYOUTS / layout, font_paths=[settings.FONTS], ignore_system_fonts=True, sys_inputs=inputs
    )
    if missing := [warning.message for warning in warnings if "font" in warning.message]:
        raise NoFonts(f"{missing[0]}: run ops/setup.py, or set FONTS to a folder that has {' and '.join(WANTED)}")
    return pdf
