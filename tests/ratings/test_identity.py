"""When two tellings are of one call, and what they make together."""

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratings.consensus import consensus
from ratings.identity import Telling, conflicts, group_tellings
from ratings.model import RatingAction, RatingMove, Source, TargetMove
from tests.samples import UPGRADE

MONDAY = dt.date(2025, 11, 24)


def days_apart(one: dt.date, other: dt.date) -> int:
    return abs((one - other).days)


def telling(action: RatingAction = UPGRADE, *, later: int = 0, title: str = "News", outlet: str = "Desk") -> Telling:
    day = MONDAY + dt.timedelta(days=later)
    return Telling(source(action, later=later, title=title, outlet=outlet), action.date or day)


def source(action: RatingAction = UPGRADE, *, later: float = 0, title: str = "News", outlet: str = "Desk") -> Source:
    published = dt.datetime.combine(MONDAY, dt.time(14), dt.UTC) + dt.timedelta(days=later)
    return Source(story_id=1, outlet=outlet, title=title, url=None, published=published, action=action)


def merge(actions: Sequence[RatingAction]) -> tuple[RatingAction, tuple[str, ...]]:
    """What outlets of their own, one after the other, make together."""
    return consensus([source(action, later=n / 24, outlet=f"Outlet {n}") for n, action in enumerate(actions)])


SAME = [
    ("told in full again", {}),
    ("without the target", {"pt_action": None, "pt_current": None, "pt_prior": None, "currency": None}),
    ("in the outlet's own words for the grades", {"rating_current": "Buy", "rating_prior": "Hold"}),
    ("with a target whose direction is not told", {"pt_action": TargetMove.ANNOUNCE, "pt_prior": None}),
    ("with another horizon", {"pt_horizon": "12 months"}),
]
OTHER = [
    ("another target", {"pt_current": Decimal(19)}),
    ("the other direction", {"rating_action": RatingMove.DOWNGRADE}),
    ("another grade", {"rating_current": "Neutral"}),
    ("another currency", {"currency": "CAD"}),
    ("a target taken back", {"pt_action": TargetMove.WITHDRAW}),
]


@pytest.mark.parametrize("fields", [row[1] for row in SAME], ids=[row[0] for row in SAME])
def test_fits(fields: dict[str, object]) -> None:
    """A telling that says the same, or less, is of the same call."""
    assert not conflicts(UPGRADE, replace(UPGRADE, **fields))  # type: ignore[arg-type]


@pytest.mark.parametrize("fields", [row[1] for row in OTHER], ids=[row[0] for row in OTHER])
def test_conflicts(fields: dict[str, object]) -> None:
    """A telling that says something else names the field."""
    assert set(conflicts(UPGRADE, replace(UPGRADE, **fields))) == set(fields)  # type: ignore[arg-type]


def test_openings_are_alike() -> None:
    """Outlets use "initiates" and "assumes" for one thing."""
    start = RatingAction(ticker="CIFR", firm="UBS", rating_action=RatingMove.INITIATE)
    assert not conflicts(start, replace(start, rating_action=RatingMove.REINSTATE))


RECALL = replace(UPGRADE, stale=True)
BARE = RatingAction(ticker="CIFR", firm="JPMorgan")
TARGET = replace(BARE, pt_action=TargetMove.RAISE, currency="USD")
FINDS = [
    # what is told, how many days later, whether it is of the same call
    ("the same day", UPGRADE, 0, True),
    ("three days later", UPGRADE, 3, True),
    ("four days later", UPGRADE, 4, False),
    ("by another firm", replace(UPGRADE, firm="UBS"), 0, False),
    ("without a firm", replace(UPGRADE, firm=None), 2, True),
    ("without a firm, too late", replace(UPGRADE, firm=None), 3, False),
    ("with one figure off, the same day", replace(UPGRADE, pt_current=Decimal(19)), 0, True),
    ("with one figure off, the next day", replace(UPGRADE, pt_current=Decimal(19)), 1, True),
    ("with another target alone, the next day", replace(TARGET, pt_current=Decimal(19)), 1, False),
    ("as another raise", replace(UPGRADE, pt_current=Decimal(20), pt_prior=Decimal(18)), 0, False),
    ("with its direction the wrong way round", replace(UPGRADE, rating_action=RatingMove.DOWNGRADE), 0, True),
    ("with its direction the wrong way round, later", replace(UPGRADE, rating_action=RatingMove.DOWNGRADE), 2, True),
    ("as a downgrade", replace(BARE, rating_action=RatingMove.DOWNGRADE), 0, False),
    ("recalled with its date", replace(RECALL, date=MONDAY), 30, True),
    ("recalled without a date", RECALL, 60, True),
    ("recalled after half a year", RECALL, 180, False),
    ("recalled with other figures", replace(RECALL, pt_current=Decimal(30), pt_prior=None), 60, False),
]


@pytest.mark.parametrize(("told", "later", "joins"), [row[1:] for row in FINDS], ids=[row[0] for row in FINDS])
def test_same_call(told: RatingAction, later: int, joins: bool) -> None:
    """A telling joins the call it is of, and no other."""
    groups = group_tellings([telling(), telling(told, later=later, outlet="Ledger")], days_apart)
    assert (len(groups) == 1) == joins


CORRECTIONS = [
    ("another target", {"pt_current": Decimal(19)}, 1),
    ("the other direction", {"rating_action": RatingMove.DOWNGRADE, "rating_current": "Underweight"}, 0),
]


@pytest.mark.parametrize(("fields", "later"), [row[1:] for row in CORRECTIONS], ids=[row[0] for row in CORRECTIONS])
def test_correction(fields: dict[str, object], later: int) -> None:
    """A correction is of the call that it corrects, and its word stands against any number of others."""
    right = replace(UPGRADE, **fields)  # type: ignore[arg-type]
    tellings = [telling(outlet=outlet) for outlet in "ABC"]
    (group,) = group_tellings([*tellings, telling(right, later=later, title="Correction: it was so")], days_apart)
    assert group.call == right
    assert group.disputed == ()


def test_correction_leaves_the_rest() -> None:
    """What a correction doesn't speak of still stands; with the direction the grades fall too."""
    target = replace(BARE, pt_action=TargetMove.RAISE, pt_current=Decimal(19), currency="USD")
    (group,) = group_tellings([telling(), telling(target, later=1, title="Correction: 19 it is")], days_apart)
    assert group.call == replace(UPGRADE, pt_current=Decimal(19))
    turned = replace(BARE, rating_action=RatingMove.DOWNGRADE)
    (group,) = group_tellings([telling(), telling(turned, title="Correction: a downgrade")], days_apart)
    expected = replace(UPGRADE, rating_action=RatingMove.DOWNGRADE, rating_current=None, rating_prior=None)
    assert group.call == expected


ANNOUNCED = replace(BARE, pt_action=TargetMove.ANNOUNCE, pt_current=Decimal(20), currency="USD")
UNDIRECTED = [
    # what others told of the target, what the correction tells, the move that is left
    ("both figures are known", {}, {}, TargetMove.RAISE),
    ("they show the other direction", {"pt_prior": Decimal(24)}, {}, TargetMove.LOWER),
    ("the prior figure is unknown", {"pt_prior": None}, {}, TargetMove.RAISE),
    ("the prior figure is the same", {"pt_prior": Decimal(20)}, {}, TargetMove.ANNOUNCE),
    ("it was kept", {"pt_action": TargetMove.MAINTAIN, "pt_prior": Decimal(20)}, {}, TargetMove.MAINTAIN),
    ("it was said to be withdrawn", {"pt_action": TargetMove.WITHDRAW, "pt_prior": None}, {}, TargetMove.ANNOUNCE),
    ("in another currency", {"pt_prior": None}, {"currency": "CAD"}, TargetMove.RAISE),
]


@pytest.mark.parametrize(
    ("told", "corrected", "move"), [row[1:] for row in UNDIRECTED], ids=[row[0] for row in UNDIRECTED]
)
def test_correction_without_direction(told: dict[str, object], corrected: dict[str, object], move: TargetMove) -> None:
    """A target set right without its direction leaves the one that the figures show, or that is known and fits them."""
    wrong = replace(UPGRADE, **told)  # type: ignore[arg-type]
    right = replace(ANNOUNCED, **corrected)  # type: ignore[arg-type]
    call, disputed = consensus(
        [source(wrong, outlet="Wire"), source(right, later=1, title="Correction: Price Target $20", outlet="Desk")]
    )
    assert (call.pt_current, call.pt_action) == (Decimal(20), move)
    assert disputed == ()


def test_direction_by_figures() -> None:
    """One tells the target, another the one before: together they tell its direction, unless in two currencies."""
    now = replace(ANNOUNCED, pt_current=Decimal(20))
    was = replace(BARE, pt_prior=Decimal(15), currency="USD")
    assert merge([now, was])[0].pt_action is TargetMove.RAISE
    assert merge([now, replace(was, currency="GBX")])[0].pt_action is TargetMove.ANNOUNCE


def test_echo_of_a_disputed_figure() -> None:
    """A figure that one of a call's sources tells belongs to that call, the days after too."""
    amended = replace(UPGRADE, pt_current=Decimal(19))
    tellings = [telling(), telling(outlet="B"), telling(amended, outlet="C"), telling(amended, later=2, outlet="D")]
    assert len(group_tellings(tellings, days_apart)) == 1


def test_firmless_joins_only_one() -> None:
    """A telling without a firm stands alone where two calls would fit."""
    unnamed = telling(replace(UPGRADE, firm=None), outlet="Ledger")
    groups = group_tellings([telling(), telling(replace(UPGRADE, firm="UBS")), unnamed], days_apart)
    assert [len(group.tellings) for group in groups] == [1, 1, 1]


@pytest.mark.parametrize(("later", "calls"), [(0, 1), (1, 2)], ids=["on the same day", "the day after"])
def test_firmless_with_firmless(later: int, calls: int) -> None:
    """Two tellings without a firm that share nothing but the stock are of one call on one day alone."""
    raised = RatingAction(ticker="CIFR", pt_action=TargetMove.RAISE, pt_current=Decimal(18), currency="USD")
    upgraded = RatingAction(ticker="CIFR", rating_action=RatingMove.UPGRADE, rating_current="Buy")
    assert len(group_tellings([telling(raised), telling(upgraded, later=later)], days_apart)) == calls


def test_firmless_settles_another() -> None:
    """What one telling without a firm adds to its call shows that another, told before it, is of the other call."""
    upgraded = telling(replace(UPGRADE, pt_action=None, pt_current=None, pt_prior=None, currency=None))
    raised = telling(replace(UPGRADE, firm="UBS", rating_action=None, rating_current=None, rating_prior=None))
    bare = replace(raised.action, firm=None, pt_prior=None)
    earlier = telling(bare, outlet="Ledger")
    later = telling(replace(UPGRADE, firm=None, pt_current=Decimal(40), pt_prior=None), outlet="Wire")
    groups = group_tellings([earlier, later, upgraded, raised], days_apart)
    targets = {group.call.firm: group.call.pt_current for group in groups}
    assert targets == {"JPMorgan": Decimal(40), "UBS": Decimal(18)}


def test_successive_raises() -> None:
    """Two raises in successive weeks are two calls, and what is told of each goes to its own."""
    first = replace(UPGRADE, rating_action=None, rating_current=None, rating_prior=None)
    second = replace(first, pt_prior=Decimal(18), pt_current=Decimal(22))
    bare = replace(first, pt_prior=None, pt_current=Decimal(22))
    groups = group_tellings(
        [telling(first), telling(second, later=7), telling(bare, later=8, outlet="Ledger")], days_apart
    )
    assert sorted(len(group.tellings) for group in groups) == [1, 2]


def test_nearest_wins() -> None:
    """Of two calls that fit, the nearer one is meant."""
    bare = RatingAction(ticker="CIFR", firm="JPMorgan", pt_action=TargetMove.RAISE)
    far = telling(replace(bare, pt_current=Decimal(15), pt_prior=Decimal(14)), later=-2)
    near = telling(replace(bare, pt_current=Decimal(18), pt_prior=Decimal(15)))
    groups = group_tellings([far, near, telling(bare, outlet="Ledger")], days_apart)
    assert [len(group.tellings) for group in groups if group.call.pt_current == 18] == [2]


def test_outlet_has_one_vote() -> None:
    """An outlet that tells it again replaces its own word and doesn't outvote others."""
    tellings = [source(replace(UPGRADE, pt_current=Decimal(n)), later=i / 24) for i, n in enumerate((19, 19, 18))]
    call, disputed = consensus(tellings)
    assert (call.pt_current, disputed) == (Decimal(18), ())


def test_majority_wins() -> None:
    """The value most tell wins; that others differ is kept."""
    tellings = [replace(UPGRADE, pt_current=Decimal(n)) for n in (19, 18, 18)]
    call, disputed = merge(tellings)
    assert (call.pt_current, disputed) == (Decimal(18), ("pt_current",))


def test_earliest_breaks_tie() -> None:
    """Of two values told equally often, the first told stands."""
    call, disputed = merge([UPGRADE, replace(UPGRADE, pt_current=Decimal(19))])
    assert (call.pt_current, disputed) == (Decimal(18), ("pt_current",))


def test_merge_completes() -> None:
    """What one leaves out another tells; a direction beats a target told without one."""
    bare = RatingAction(ticker="CIFR", pt_action=TargetMove.ANNOUNCE, pt_current=Decimal(18), stale=True)
    call, disputed = merge([bare, UPGRADE])
    assert call == UPGRADE
    assert disputed == ()


def test_reworded_grades_agree() -> None:
    """ "Buy" for "Overweight" is a translation, not a disagreement."""
    call, disputed = merge([UPGRADE, replace(UPGRADE, rating_current="Buy"), replace(UPGRADE, rating_current="buy")])
    assert (call.rating_current, disputed) == ("Overweight", ())


PIECES = st.fixed_dictionaries(
    {
        "rating_action": st.sampled_from([None, *RatingMove]),
        "rating_current": st.sampled_from([None, "Buy", "Overweight", "Hold"]),
        "pt_action": st.sampled_from([None, *TargetMove]),
        "pt_current": st.sampled_from([None, Decimal(18), Decimal(19)]),
        "analysts": st.sampled_from([(), ("A. Smith",)]),
    }
)


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=4))
def test_nothing_invented(pieces: list[dict[str, object]]) -> None:
    """Whatever the order, a merged field is one that was told, and what somebody told is not lost."""
    tellings = [RatingAction(ticker="CIFR", firm="UBS", **fields) for fields in pieces]  # type: ignore[arg-type]
    for order in itertools.islice(itertools.permutations(tellings), 6):
        call, _ = merge(order)
        for field in pieces[0]:
            told = [getattr(action, field) for action in tellings if getattr(action, field)]
            assert getattr(call, field) in (told or [None, ()])
