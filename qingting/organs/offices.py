"""Which organ of a congress does a certain work, where by-laws name it by its work and not by its name."""

from qingting.organs.models import Organ


def office_for_deputies(congress_id) -> Organ | None:
    """代表工作委员会: the office of the standing committee whose name says so, else the first; None where there is no office."""
    return of_deputies(Organ.objects.filter(congress=congress_id, kind=Organ.Kind.OFFICE, until=None).order_by("pk"))


def of_deputies(organs):
    """Of these organs, the office whose name says that its work is the deputies', else the first office; None where there is none."""
    offices = [organ for organ in organs if organ.kind == Organ.Kind.OFFICE]
    return next((office for office in offices if "代表" in office.name), next(iter(offices), None))


def office_for_appointments(congress_id) -> Organ | None:
    """人事任免工作机构: the office of the standing committee whose name says so, else its general office, else the first."""
    offices = list(Organ.objects.filter(congress=congress_id, kind=Organ.Kind.OFFICE, until=None).order_by("pk"))
    named = (office for words in ("任免", "人事", "办公室") for office in offices if words in office.name)
    return next(named, next(iter(offices), None))


def judicial_committee(congress_id) -> Organ | None:
    """监察和司法委员会: the special committee whose name says so; None where there is none."""
    committees = Organ.objects.filter(congress=congress_id, kind=Organ.Kind.SPECIAL_COMMITTEE).order_by("pk")
    return committees.filter(name__contains="司法").first()


def procuratorate(congress_id) -> Organ | None:
    """The people's procuratorate of the same level; None where the table of organs has none yet."""
    return Organ.objects.filter(congress=congress_id, kind=Organ.Kind.PROCURATORATE).order_by("pk").first()


def standing_committee(congress_id) -> Organ | None:
    """The standing committee of a congress; None where the table of organs has none yet."""
    return Organ.objects.filter(congress=congress_id, kind=Organ.Kind.STANDING_COMMITTEE).order_by("pk").first()


def credentials_committee(congress_id) -> Organ | None:
    """代表资格审查委员会: the committee whose name says so; None where there is none."""
    return Organ.objects.filter(congress=congress_id, name__contains="资格审查", until=None).order_by("pk").first()


def general_office(congress_id) -> Organ | None:
    """常委会办公室: the office of the standing committee whose name says so, else the first; None where there is no office."""
    offices = list(Organ.objects.filter(congress=congress_id, kind=Organ.Kind.OFFICE, until=None).order_by("pk"))
    return next((office for office in offices if "办公室" in office.name), next(iter(offices), None))
