"""Which organ of a congress does a certain work, where by-laws name it by its work and not by its name."""

from qingting.organs.models import Organ


def office_for_deputies(congress_id) -> Organ | None:
    """代表工作委员会: the office of the standing committee whose name says so, else the first; None where there is no office."""
    offices = Organ.objects.filter(congress=congress_id, kind=Organ.Kind.OFFICE).order_by("pk")
    return offices.filter(name__contains="代表").first() or offices.first()


def judicial_committee(congress_id) -> Organ | None:
    """监察和司法委员会: the special committee whose name says so; None where there is none."""
    committees = Organ.objects.filter(congress=congress_id, kind=Organ.Kind.SPECIAL_COMMITTEE).order_by("pk")
    return committees.filter(name__contains="司法").first()


def procuratorate(congress_id) -> Organ | None:
    """The people's procuratorate of the same level; None where the table of organs has none yet."""
    return Organ.objects.filter(congress=congress_id, kind=Organ.Kind.PROCURATORATE).order_by("pk").first()
