"""What others have said near by, shown before one sends: by what is public of it, and by nothing else.

Candidates come from the search index, which holds masked texts that nobody has confirmed; so each is compared again by
its public text alone, or a stranger could feel out by this page what is not public.
"""

from dataclasses import dataclass

from qingting.organs.models import Organ
from qingting.search.alike import alike
from qingting.search.words import cut_up
from qingting.voices.models import Voice

SHARED = 2  # words of two characters or more that both texts must have, beside those that say nothing
# Of residents' words, what is in most of them: where, who and when, and that it should be better.
WORN = set(
    "社区 小区 街道 门口 附近 旁边 楼下 路口 老人 孩子 小孩 居民 业主 我们 大家 晚上 早上 白天 每天 天天 现在 已经 一直 没有 希望 尽快 解决 问题 反映 有人 看不清 很多 多次 两次".split()
)


@dataclass(frozen=True)
class Everyone:
    """Who reads what is public of a congress."""

    congress: Organ

    @property
    def hats(self):
        return [f"public:{self.congress.pk}:"]


def others_said(congress, said: str, n=3) -> list[Voice]:
    """Up to n public voices that are like these words, the likest first."""
    found = alike(congress, said, [Everyone(congress)], n=2 * n, model=Voice)
    mine = words_of(said)
    near = [one.matter for one in found if len(mine & words_of(public(one.matter))) >= SHARED]
    return near[:n]


def public(v) -> str:
    return f"{v.public_title}\n{v.public_text}"


def words_of(text: str) -> set[str]:
    said = (word for word in cut_up(text[:2000]) if len(word) > 1 and any(c.isalnum() for c in word))
    return {*said} - WORN
