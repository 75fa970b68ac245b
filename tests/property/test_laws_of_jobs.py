"""The list of jobs, in memory and in a database: whatever is asked of it in whatever order."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from backspotter.jobs import Kind, Kinds
from backspotter.jobs.store import MemoryStore
from backspotter.jobs.table import Held, Table
from tests.journals import fast_folder

pytestmark = pytest.mark.needs("huey", install="pip install 'backspotter[web]'")
LEASE_S = 30.0
KINDS = Kinds(
    {"film": Kind(work="x:y", attempts=2, back_off_s=10.0), "sheet": Kind(work="x:y")}, LEASE_S
)
ENDS = ["heard_of", "done", "failed", "set_aside", "broken", "give_back", "let_go"]
PLACES = st.integers(0, 6)


class Lists(RuleBasedStateMachine):
    """Two lists that are asked the same; ids and tokens differ, and nothing else may."""

    def __init__(self) -> None:
        from backspotter.jobs.sql_store import SqlStore

        super().__init__()
        self.now = 1e9
        self.held = ExitStack()
        folder = self.held.enter_context(fast_folder())
        stores = (MemoryStore(self.clock), SqlStore(folder / "q.db", self.clock))
        self.held.callback(stores[1].close)
        self.tables = [Table(store, KINDS) for store in stores]
        self.ids: list[tuple[str, str]] = []
        self.taken: list[tuple[Held, Held]] = []

    def clock(self) -> float:
        return self.now

    def teardown(self) -> None:
        self.held.close()

    @rule(seconds=st.sampled_from([0.5, 9.0, 15.0, 29.0, 40.0, 3600.0]))
    def time_passes(self, seconds):
        self.now += seconds

    @rule(kind=st.sampled_from(["film", "sheet"]), key=st.sampled_from("abc"))
    def ask(self, kind, key):
        jobs, new = zip(
            *(table.add(kind, key=key, payload={"film": key}) for table in self.tables),
            strict=True,
        )
        assert new[0] == new[1]
        ids = jobs[0].id, jobs[1].id
        assert new[0] != (ids in self.ids)
        if new[0]:
            self.ids.append(ids)

    @rule(place=st.none() | PLACES)
    def take(self, place):
        only = (None, None) if place is None or place >= len(self.ids) else self.ids[place]
        one, other = (table.take(which) for table, which in zip(self.tables, only, strict=True))
        assert (one is None) == (other is None)
        if one and other:
            assert (one.job.id, other.job.id) in self.ids
            self.taken.append((one, other))

    @rule(
        place=PLACES,
        how=st.sampled_from(ENDS),
    )
    def end(self, place, how):
        if place < len(self.taken):
            words = {"heard_of": (0.5, "looking"), "give_back": (), "let_go": ()}.get(how, ("a",))
            pairs = zip(self.tables, self.taken[place], strict=True)
            one, other = (getattr(table, how)(held, *words) for table, held in pairs)
            assert one == other

    @rule(place=PLACES, how=st.sampled_from(["cancel", "forget"]))
    def call_off(self, place, how):
        if place < len(self.ids):
            ids = self.ids[place]
            pairs = zip(self.tables, ids, strict=True)
            one, other = (getattr(table, how)(job_id) for table, job_id in pairs)
            if how == "forget":
                assert one == other
                if one:
                    self.ids.remove(ids)

    @invariant()
    def both_lists_are_the_same(self):
        one, other = ({job.id: {**_plain(job)} for job in table.listed()} for table in self.tables)
        assert {a: one[a] for a, _ in self.ids} == one
        assert [one[a] for a, _ in self.ids] == [other[b] for _, b in self.ids]
        assert self.tables[0].count_due() == self.tables[1].count_due()
        assert self.tables[0].counts() == self.tables[1].counts()
        assert sum(self.tables[0].counts().values()) == len(self.ids)

    @invariant()
    def no_work_is_in_two_hands(self):
        with self.tables[0].store.reading() as session:
            rows = session.rows(None, None, 1000)
        held = [(row.kind, row.key) for row in rows if row.token and row.lease > self.now]
        assert len(held) == len(set(held))
        standing = [
            (row.kind, row.key) for row in rows if row.status not in ("failed", "cancelled")
        ]
        assert len(standing) == len(set(standing))
        assert all(0 <= row.attempts <= row.most_attempts for row in rows)


def _plain(job):
    return {name: getattr(job, name) for name in job.__slots__ if name != "id"}


def test_the_list_of_jobs():
    run_state_machine_as_test(
        Lists,
        settings=settings(
            max_examples=40,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
