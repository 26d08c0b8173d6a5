"""What a reader of the class does: think, click, and look whether the answer is theirs."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qs

from benchmarks.load.client import LostError, Reader, by_prefix, options_of
from views.parts.failure import SORRY

#: Pages that readers look at, the one the app opens with first.
PAGES: Final = ("Mission control", "Transfer lab", "Schedule", "Outpost", "Sources")
_DAYS: Final = ("day_looked_at", "outpost_day")
_DAY_US: Final = 86_400_000_000
_EPOCH: Final = date(1970, 1, 1)
_REPLAN_S: Final = 240.0
#: What is wrong for longer than this is wrong.
_STAYS_S: Final = 5.0


@dataclass(slots=True)
class Tally:
    """What was measured: seconds by kind of interaction, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def add(self, kind: str, seconds: float) -> None:
        """Note an answer."""
        self.seconds.setdefault(kind, []).append(seconds)


@dataclass(slots=True)
class Pupil:
    """A reader with a date, a scenario and perhaps a what-if of their own.

    Numbers tell readers apart: a date's ordinal leaves the reader's number over when it is
    divided by the size of the class, and no two readers ever ask for the same margin.
    """

    number: int
    of: int
    address: str
    titles: dict[str, str]
    tally: Tally
    think_s: tuple[float, float]
    replans: bool = False
    random: random.Random = field(init=False)
    reader: Reader = field(init=False)
    day: date | None = None
    scenario: str = ""
    margin: float | None = None
    _told: str = ""

    def __post_init__(self) -> None:
        """Draw from a seed of their own."""
        self.random = random.Random(self.number)
        self.reader = Reader(address=self.address, on_text=self._hear)
        self.scenario = next(iter(self.titles))

    async def live(self, until: Callable[[], bool]) -> None:
        """Open the app, and click with pauses until the time is up."""
        await asyncio.sleep(self.random.uniform(0.0, self.think_s[1]))
        try:
            self.tally.add("open", await self.reader.open())
            await self._settle()
            if self.replans:  # the scenario that takes longest
                self.scenario, title = list(self.titles.items())[-1]
                await self.reader.set("scenario", string_value=title)
            while not until():
                await asyncio.sleep(self.random.uniform(*self.think_s))
                await (self._replan() if self.replans else self._click())
                await self.look()
        except (LostError, OSError, KeyError) as error:
            self.tally.lost.append(f"reader {self.number}: {type(error).__name__} {error}")
        finally:
            self.tally.errors += self.reader.errors
            await self.reader.close()

    async def _settle(self) -> None:
        await self.reader.until(lambda: self.reader.settled, patience_s=_REPLAN_S)

    async def _click(self) -> None:
        """One light interaction, of those that the page offers."""
        ways: list[tuple[str, Callable[[], Awaitable[float]]]] = [
            ("page", self._turn_page),
        ]
        if len(self.titles) > 1:
            ways.append(("scenario", self._pick_scenario))
        if any(key in self.reader.widgets for key in _DAYS):
            ways += [("date", self._move_date)] * 3
        if "flight" in self.reader.widgets:
            ways += [("flight", self._pick_flight)] * 3
        kind, way = self.random.choice(ways)
        self.tally.add(kind, await way())

    async def _turn_page(self) -> float:
        names = [name for name in PAGES if self.reader.pages.get(name) != self.reader.page]
        return await self.reader.go(self.random.choice(names))

    async def _pick_scenario(self) -> float:
        self.scenario = self.random.choice([key for key in self.titles if key != self.scenario])
        return await self.reader.set("scenario", string_value=self.titles[self.scenario])

    async def _pick_flight(self) -> float:
        names = options_of(self.reader.widgets["flight"])
        return await self.reader.set("flight", string_value=self.random.choice(names))

    async def _move_date(self) -> float:
        key = next(key for key in _DAYS if key in self.reader.widgets)
        first, last = self._span(key)
        days = (last - first).days
        day = first + timedelta(days=self.random.randrange(max(days - self.of, 1)))
        self.day = day + timedelta(days=(self.number - day.toordinal()) % self.of)
        micros = float((self.day - _EPOCH).days * _DAY_US)
        return await self.reader.set(key, double_array_value=[micros])

    async def _replan(self) -> None:
        """Ask for a margin nobody else has, and wait for the plan that has it."""
        if self.reader.pages[PAGES[0]] != self.reader.page:
            await self.reader.go(PAGES[0])
        field_key = by_prefix(self.reader.widgets, "dv_margin_")
        if field_key is None:
            raise LostError("no field for the margin is on the page")
        steps = round(((self.margin or 5.0) - 5.0) * 1000) // self.of + 1
        self.margin = round(5.0 + (steps * self.of + self.number) / 1000, 3)
        self._told = ""
        self.reader.put(field_key, double_value=self.margin)
        began = asyncio.get_running_loop().time()
        self.tally.add("plan again", await self.reader.set("plan_again", trigger_value=True))
        await self.reader.until(
            lambda: self.reader.settled and bool(self._told), patience_s=_REPLAN_S
        )
        self.tally.add("re-planned", asyncio.get_running_loop().time() - began)

    def _hear(self, text: str) -> None:
        plain = text.replace("\\", "")
        if plain.startswith("Changed: "):
            self._told = plain
            if self.margin is None or f"Δv margin {self.margin:g} %" not in plain:
                self.tally.foreign.append(f"reader {self.number} of {self.margin} read: {plain}")
        elif plain == SORRY:
            self.tally.errors.append(plain)

    async def look(self) -> None:
        """Compare the page with what this reader asked for; what stays wrong is somebody else's.

        A run that a finished job asked for may end between the click and its own run.
        """
        began = asyncio.get_running_loop().time()
        while wrong := self._wrong():
            if asyncio.get_running_loop().time() - began > _STAYS_S:
                self.tally.foreign.append(f"reader {self.number}: {wrong}")
                return
            await asyncio.sleep(0.1)

    def _wrong(self) -> str:
        """Return how the link or the date shown differs from what this reader asked for."""
        link = {key: values[0] for key, values in parse_qs(self.reader.query).items()}
        margin = f"{self.margin / 100.0:g}" if self.margin else None
        wanted = {
            "scenario": self.scenario,
            "date": self.day.isoformat() if self.day else None,
            "dv_margin": margin,
        }
        wrong = {key: link.get(key) for key, value in wanted.items() if link.get(key) != value}
        if wrong:
            return f"asked {wanted}, the link has {wrong}"
        key = next((key for key in _DAYS if key in self.reader.widgets), None)
        heads = [text for text in self.reader.texts if text.startswith("What stands on ")]
        if key is None or self.day is None or not heads:
            return ""
        first, last = self._span(key)
        mine = min(max(self.day, first), last).isoformat()
        return "" if mine in heads[-1] else f"asked for {mine}, read: {heads[-1]}"

    def _span(self, key: str) -> tuple[date, date]:
        slider: Any = self.reader.widgets[key].message
        first, last = (
            datetime.fromtimestamp(edge / 1e6, tz=UTC).date() for edge in (slider.min, slider.max)
        )
        return first, last


async def warm_up(address: str, titles: dict[str, str], tally: Tally, *, patience_s: float) -> None:
    """Open every page of every scenario once, so that what the class looks at is computed."""
    one = Pupil(0, 1, address, titles, tally, (0.0, 0.0))
    try:
        await one.reader.open()
        for number, title in enumerate(titles.values()):
            if number:
                await one.reader.set("scenario", string_value=title)
            for name in PAGES:
                await one.reader.go(name)
                await one.reader.until(lambda: one.reader.settled, patience_s=patience_s)
            await one.reader.go(PAGES[0])
    finally:
        await one.reader.close()
