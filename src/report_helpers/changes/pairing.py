"""Matches the items of two runs: which are gone, new or changed."""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

__all__ = ["Pairs", "pairs"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pairs(Generic[T]):
    """Items only in the old run, items only in the new run, and changed items of both."""

    gone: list[T]
    new: list[T]
    changed: list[tuple[T, T]]


def pairs(
    old: list[T], new: list[T], identity: Callable[[T], Hashable], content: Callable[[T], Hashable]
) -> Pairs[T]:
    """Match items of the same identity, those with the same content first: they are unchanged."""

    def whole(each: T) -> Hashable:
        return identity(each), content(each)

    same = Counter(map(whole, old)) & Counter(map(whole, new))
    waiting: defaultdict[Hashable, deque[T]] = defaultdict(deque)
    for each in _without(old, same, whole):
        waiting[identity(each)].append(each)
    added, changed = [], []
    for each in _without(new, same, whole):
        before = waiting[identity(each)]
        if before:
            changed.append((before.popleft(), each))
        else:
            added.append(each)
    return Pairs([each for rest in waiting.values() for each in rest], added, changed)


def _without(
    each: Iterable[T], same: Counter[Hashable], key: Callable[[T], Hashable]
) -> Iterator[T]:
    """Yield the items but the unchanged ones."""
    left = same.copy()
    for one in each:
        if left[key(one)] > 0:
            left[key(one)] -= 1
        else:
            yield one
