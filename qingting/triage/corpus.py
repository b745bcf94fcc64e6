"""What people have classified, from which the classifier learns: each domain registers a function that gives its own."""

from collections.abc import Callable, Iterable, Iterator

from qingting.organs.models import Organ

# The number of a matter, its title and detail, the category that a person gave it, and whether he corrected the machine
Classified = tuple[int, str, str, int, bool]
_corpora: dict[str, Callable[[Organ], Iterable[Classified]]] = {}


def register(kind: str, function: Callable[[Organ], Iterable[Classified]]):
    """`function(congress)` gives the classified matters of this kind, the newest last. What is confidential it leaves out."""
    _corpora[kind] = function


def classified(congress: Organ) -> Iterator[Classified]:
    for function in _corpora.values():
        yield from function(congress)
