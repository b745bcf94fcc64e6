"""Invented persons who come into the district's year: names that nobody there bears yet."""

from itertools import product

from qingting.organs.models import Person

SURNAMES = "闻人端凌柏蔺鄢邬辛卓褚祁晏娄茅纪舒屈项祝"
GIVEN = ("知远", "若溪", "景行", "思齐", "怀瑾", "清和", "一诺", "望舒", "秉文", "南乔", "书言", "乐山")


def newcomers(congress):
    """One new person after another, marked as invented."""
    known = set(Person.objects.filter(congress=congress).values_list("name", flat=True))
    for given, surname in product(GIVEN, SURNAMES):
        if (name := surname + given) not in known:
            yield Person.objects.create(name=name, congress=congress, invented=True)
