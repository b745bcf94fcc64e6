"""The map of a district: its outline and its stations as one drawing on the page, that asks nothing of anybody.

Drawn in the Mercator projection of the common tile services, so that the tiles of one can be laid beneath it (`TILES`).
Outline, stations and tiles must name places in one system of degrees; none is turned into another here.
"""

from dataclasses import dataclass, field
from math import asinh, ceil, floor, log2, pi, radians, tan

from django.conf import settings

TILE = 256  # pixels
WIDE = 480  # units of the drawing, at most
MARGIN = 0.04  # of the district's extent, on each side


def mercator(longitude, latitude) -> tuple[float, float]:
    """A place on the square of the world, from its north-western corner; each side is one long."""
    return float(longitude) / 360 + 0.5, 0.5 - asinh(tan(radians(float(latitude)))) / (2 * pi)


@dataclass
class Map:
    width: int
    height: int
    paths: list[str]
    drawn: bool  # the outline is for a demonstration
    points: list[dict] = field(default_factory=list)
    others: list[dict] = field(default_factory=list)
    tiles: list[dict] = field(default_factory=list)


def draw(outline, numbered, others=()) -> Map:
    """An outline with numbered stations, and others as mere points; `numbered` are pairs of a number and a station."""
    west, south, east, north = outline.box
    (left, top), (right, bottom) = mercator(west, north), mercator(east, south)
    gap = MARGIN * max(right - left, bottom - top)
    left, top, right, bottom = left - gap, top - gap, right + gap, bottom + gap
    zoom = floor(log2(WIDE / TILE / max(right - left, bottom - top)))  # so that a tile is drawn at its size, or larger
    scale = WIDE / max(right - left, bottom - top)

    def at(place):
        x, y = mercator(*place[:2])
        return round((x - left) * scale, 1), round((y - top) * scale, 1)

    def spot(station):
        x, y = at((station.longitude, station.latitude))
        return {"x": x, "y": y, "name": str(station)}

    paths = ["M" + "L".join(f"{x} {y}" for x, y in map(at, ring)) + "Z" for ring in outline.rings]
    drawn = Map(ceil((right - left) * scale), ceil((bottom - top) * scale), paths, outline.drawn)
    drawn.points = [spot(station) | {"n": n} for n, station in numbered if station.longitude is not None]
    drawn.others = [spot(station) for station in others if station.longitude is not None]
    drawn.tiles = tiles(zoom, left, top, right, bottom, scale) if settings.TILES else []
    return drawn


def tiles(zoom, left, top, right, bottom, scale) -> list[dict]:
    """The tiles of the service that the setting names, and where each is laid."""
    n = 2**zoom
    size = round(scale / n, 2)
    return [
        {
            "href": settings.TILES.format(z=zoom, x=x, y=y),
            "x": round((x / n - left) * scale, 1),
            "y": round((y / n - top) * scale, 1),
            "size": size,
        }
        for y in range(floor(top * n), floor(bottom * n) + 1)
        for x in range(floor(left * n), floor(right * n) + 1)
    ]
