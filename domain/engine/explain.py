"""Why a visit is with nobody, or not with a given worker: worker by worker, the rule in the way, in a sentence.

Every start in the visit's window at which anything changes is tried against the rules, the rest of the plan standing
still. No search and no solver: the answer is read off the day."""

from collections.abc import Container, Iterator

from domain.engine.day import Day, duty, from_base, to_base
from domain.engine.plan import Assignment, Plan, Reason
from domain.engine.problem import Problem, Visit, Worker
from domain.engine.rules import RULES, STANDING, Move, Timed
from domain.engine.travel import latest_departures, minutes
from domain.engine.words import clock

FAR_AWAY = 240
TIMED = tuple(rule for rule in RULES if isinstance(rule, Timed) and rule.code != "partner")


def why(
    problem: Problem, plan: Plan, visit_id: str, worker_id: str | None = None, beside: Container[str] = ()
) -> tuple[Reason, ...]:
    """For every worker, or one, but those `beside` the question: the first rule that keeps them from the visit, however
    it is timed.

    Where no rule does, the rule is empty and the sentence says when they could come or that they do.
    Raises KeyError for an id that the problem does not have."""
    day = Day.of(problem, plan.assignments, leaving_out=visit_id)
    visit = day.visits[visit_id]
    now = next((each for each in plan.assignments if each.visit == visit_id), None)
    asked = problem.workers if worker_id is None else (day.workers[worker_id],)
    return tuple(_reason(day, visit, worker, now) for worker in asked if worker.id not in beside)


def reasons_on(day: Day, visit: str) -> tuple[Reason, ...]:
    """For every worker the first rule that keeps them from a visit which the day does not hold."""
    return tuple(_reason(day, day.visits[visit], worker, None) for worker in day.problem.workers)


def _reason(day: Day, visit: Visit, worker: Worker, now: Assignment | None) -> Reason:
    if now is not None and worker.id in now.workers:
        return Reason(worker=worker.id, rule="", text=f"{worker.name} does it at {clock(now.start)}")
    for rule in STANDING:
        if text := rule.test(visit, worker):
            return Reason(worker=worker.id, rule=rule.code, text=text)
    best: tuple[int, int, str, str] | None = None
    for start in starts_to_try(day, visit, worker):
        obstacle = first_obstacle(Move(day, visit, (worker,), start), worker)
        if obstacle is None:
            return _could(visit, worker, start, now)
        place, code, text = obstacle
        best = max(best or (-1, 0, "", ""), (place, -abs(start - visit.preferred_start), code, text))
    if best is None:
        return Reason(worker=worker.id, rule="window", text=f"{visit.person}'s visit has no start that is allowed")
    return Reason(worker=worker.id, rule=best[2], text=best[3])


def first_obstacle(move: Move, worker: Worker) -> tuple[int, str, str] | None:
    """Place in the list, code and sentence of the first timed rule against one worker, whoever else may come."""
    for place, rule in enumerate(TIMED):
        if text := rule.test(move, worker):
            return place, rule.code, text
    return None


def _could(visit: Visit, worker: Worker, start: int, now: Assignment | None) -> Reason:
    """The worker is free to do it: what is missing is a second one, or the price is too high."""
    rule, text = "", f"{worker.name} could do it at {clock(start)}"
    if now is None and visit.workers_needed == 2:
        rule, text = "partner", f"{worker.name} could come at {clock(start)}, but nobody else could come with them"
    elif now is None and visit.optional:
        rule, text = "optional", f"{text}, but it costs more than leaving it out"
    return Reason(worker=worker.id, rule=rule, text=text)


def starts_to_try(day: Day, visit: Visit, worker: Worker) -> list[int]:
    """Every start in the window at which an answer may change, the wanted one first."""
    earliest, latest = visit.window
    edges = {visit.preferred_start, earliest, latest, *_duty_edges(day, visit, worker), *_link_edges(day, visit)}
    edges |= set(_lane_edges(day, visit, worker))
    return sorted(
        (start for start in edges if earliest <= start <= latest),
        key=lambda start: (abs(start - visit.preferred_start), start),
    )


def _duty_edges(day: Day, visit: Visit, worker: Worker) -> Iterator[int]:
    travel = day.problem.travel
    out, back = from_base(travel, worker, visit), to_base(travel, worker, visit)
    for span in (*duty(worker), *([visit.guarded] if visit.guarded else [])):
        yield from {span.start, span.start + out, span.end - visit.minutes, span.end - visit.minutes - back}


def _link_edges(day: Day, visit: Visit) -> Iterator[int]:
    for link in day.links_of(visit):
        other = day.stop_of(link.after if link.before == visit.id else link.before)
        if other is not None and link.before == visit.id:
            yield from (other.start - gap - visit.minutes for gap in (link.min_gap, link.max_gap))
        elif other is not None:
            yield from (other.end + gap for gap in (link.min_gap, link.max_gap))


def _lane_edges(day: Day, visit: Visit, worker: Worker) -> Iterator[int]:
    """Just after each stop and just before, with and without the break, and where the day grows too long for none."""
    lane, rest = day.lanes[worker.id], worker.break_minutes
    earliest, latest = visit.window
    for stop in lane:
        if stop.end + FAR_AWAY < earliest or stop.start - visit.minutes - FAR_AWAY > latest:
            continue
        travel, there, here = day.problem.travel, stop.visit.place, visit.place
        after = stop.end + minutes(travel, worker.mode, there, here, stop.end)
        yield from (after, after + rest)
        for leaving in latest_departures(travel, worker.mode, here, there, stop.start):
            yield from (leaving - visit.minutes, leaving - visit.minutes - rest)
    if lane:
        travel = day.problem.travel
        longest = worker.break_after
        yield lane[-1].end + to_base(travel, worker, lane[-1].visit) - longest + from_base(travel, worker, visit)
        first = lane[0].start - from_base(travel, worker, lane[0].visit)
        yield first + longest - visit.minutes - to_base(travel, worker, visit)
