"""How matters of mandates are called in the register: in Chinese, in whatever language whoever opens one works."""

from django.utils.translation import override


def in_chinese(label) -> str:
    with override("zh-hans"):
        return str(label)


def of_by_election(where) -> str:
    return f"{where}补选代表"


def of_credentials(where) -> str:
    return f"{where}补选代表的代表资格"


def of_municipal(nominee) -> str:
    return f"补选{nominee}为市人民代表大会代表"


def of_a_mandate(person, kind) -> str:
    return f"{person}：{in_chinese(kind)}"


def of_changeover(n) -> str:
    return f"第{n}届人大换届"


def of_handover(called, person) -> str:
    return f"{in_chinese(called)}等 {person} 办理，换届后须接续"


PERMISSION = "对代表采取限制人身自由措施的许可"  # no name: whoever may know it opens it


def of_permission(number) -> str:
    return f"{number}号许可申请"


MUNICIPAL_ELECTION = "补选市人民代表大会代表"  # the ballot for several
