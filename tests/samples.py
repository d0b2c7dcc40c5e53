"""A call that several tests speak of."""

from decimal import Decimal

from ratings.model import RatingAction, RatingMove, TargetMove

UPGRADE = RatingAction(
    ticker="CIFR",
    firm="JPMorgan",
    rating_action=RatingMove.UPGRADE,
    rating_current="Overweight",
    rating_prior="Neutral",
    pt_action=TargetMove.RAISE,
    pt_current=Decimal(18),
    pt_prior=Decimal(12),
    currency="USD",
)
