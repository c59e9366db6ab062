"""What was measured of a checkpoint, and what PERFORMANCE asks of it, as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

TIMES_FLOOR = 2.0
GROWTH = 1.3  # from a tenth of the posts
# (what, slower page, faster page, at most so many times)
FLAT = (
    ("all posts, page 1,000 to page 1", "all posts, page 1,000", "all posts", 1.25),
    ("home, page 1,000 to page 1", "home, page 1,000", "home, 500 followed", 1.25),
    ("home, 500 followed to 50", "home, 500 followed", "home, 50 followed", 1.6),
    ("home, silent to 50 followed", "home, 50 silent", "home, 50 followed", 2.0),
)
STATEMENTS = {
    "all posts": 2, "all posts, page 1,000": 2, "API, posts": 2, "a profile": 5, "a thread": 5,
}  # fmt: skip
STATEMENTS_OF_A_LIST = 3  # for one who is signed in
WRITING = ("posting", "signing in")  # as many as it takes
HEAD = ("SQL", "ms", "cpu ms", "floor", "times", "growth", "req/s", "floor")
HEAD_OF_TWO = (
    "SQL A", "SQL B", "cpu ms A", "cpu ms B", "times A", "times B", "B : A", "req/s A", "req/s B",
)  # fmt: skip


@dataclass(frozen=True)
class Time:
    """Milliseconds that the server took, medians of all rounds: of the clock, of the processor."""

    ms: float
    cpu_ms: float


@dataclass(frozen=True)
class Page:
    """`large` is the app's time, `small` that with a tenth of the posts. `posts` are on the page.

    What comes in a second, `per_second`, is None where it was not measured.
    """

    statements: int
    posts: int
    floor_posts: int
    large: Time
    small: Time
    floor: Time
    per_second: float | None = None
    floor_per_second: float | None = None


@dataclass(frozen=True)
class Report:
    """`lacking` says why a page was left out; `notes`, what else one must know."""

    label: str
    tree: str
    database: str
    size: str
    fill_seconds: float
    pages: Mapping[str, Page]
    lacking: Mapping[str, str]
    notes: tuple[str, ...]

    def cost(self, time: Time) -> float:
        """What ratios are of. SQLite works in our process: there the processor's time is all of it,
        and neighbours do not change that as much as the clock's."""
        return time.cpu_ms if self.database == "sqlite" else time.ms

    def times_floor(self, page: Page) -> float:
        return self.cost(page.large) / self.cost(page.floor)

    def growth(self, page: Page) -> float:
        return self.cost(page.large) / self.cost(page.small)

    @property
    def flat(self) -> Iterator[tuple[str, float, float]]:
        """Yield (what, ratio, at most)."""
        for what, slow, fast, most in FLAT:
            if slow in self.pages and fast in self.pages:
                costs = [self.cost(self.pages[name].large) for name in (slow, fast)]
                yield what, costs[0] / costs[1], most

    @property
    def faults(self) -> Iterator[str]:
        for name, page in self.pages.items():
            most = STATEMENTS.get(name, STATEMENTS_OF_A_LIST)
            if page.statements > most and name not in WRITING:
                yield f"{name}: {page.statements} statements, more than {most}"
            if page.posts != page.floor_posts:
                yield f"{name}: {page.posts} posts, and the floor shows {page.floor_posts}"
        for what, ratio, limit in self.ratios:
            if ratio > limit:
                yield f"{what}: {ratio:.2f} times, more than {limit}"

    @property
    def ratios(self) -> Iterator[tuple[str, float, float]]:
        for name, page in self.pages.items():
            yield f"{name}, to the floor", self.times_floor(page), TIMES_FLOOR
            yield f"{name}, to a tenth of the posts", self.growth(page), GROWTH
        yield from self.flat


def read(found: dict[str, Any]) -> Report:
    """The report that became these lists and dicts."""
    pages = {}
    for name, page in found["pages"].items():
        times = {key: Time(**page[key]) for key in ("large", "small", "floor")}
        pages[name] = Page(**{**page, **times})
    return Report(**{**found, "pages": pages})


def table(report: Report) -> Iterator[str]:
    yield f"{title(report)} on {report.database}, filled in {report.fill_seconds:.1f} s"
    yield row("page", *HEAD)
    for name, page in report.pages.items():
        cost = page.large.ms, page.large.cpu_ms, report.cost(page.floor)
        ratios = report.times_floor(page), report.growth(page)
        rates = number(page.per_second), number(page.floor_per_second)
        yield row(name, str(page.statements), *(f"{n:.2f}" for n in cost + ratios), *rates)
    for what, ratio, most in report.flat:
        yield f"{what:<34} {ratio:5.2f}   (wanted: at most {most})"
    yield from (f"left out: {name}, {why}" for name, why in report.lacking.items())
    yield from report.notes
    yield from (f"MISSED  {fault}" for fault in report.faults)


def side_by_side(a: Report, b: Report) -> Iterator[str]:
    """B : A is of their times of the floor, since times of two runs do not compare."""
    yield f"A: {title(a)}"
    yield f"B: {title(b)}"
    yield row("page", *HEAD_OF_TWO)
    for name in dict.fromkeys([*a.pages, *b.pages]):
        pages = [(report, report.pages.get(name)) for report in (a, b)]
        floors = [report.times_floor(page) if page else None for report, page in pages]
        cells = [str(page.statements) if page else "-" for _, page in pages]
        cells += [number(page.large.cpu_ms if page else None, 2) for _, page in pages]
        cells += [number(times, 2) for times in floors]
        cells += [number(floors[1] / floors[0], 2) if floors[0] and floors[1] else "-"]
        yield row(name, *cells, *(number(page.per_second if page else None) for _, page in pages))


def title(report: Report) -> str:
    return f"{report.label} ({report.tree[:9]}), {report.size}"


def row(name: str, *cells: str) -> str:
    return f"| {name:<21} |" + "|".join(f"{cell:>8} " for cell in cells) + "|"


def number(found: float | None, digits: int = 0) -> str:
    return "-" if found is None else f"{found:.{digits}f}"
