"""The commands that only the bot's owners have."""

from handlers import outlets, review
from handlers.entries import Command

OWNERS = (
    Command(name="review", run=review.show_queue, usage="/review", summary="What people say is wrong", owners=True),
    Command(
        name="fix",
        run=review.fix,
        usage="/fix NUMBER FIELD = VALUE",
        summary="Set a call right; every message is edited",
        examples=("/fix 12 target = 25", "/fix 12 prior rating = Neutral"),
        owners=True,
    ),
    Command(
        name="retract",
        run=review.retract,
        usage="/retract NUMBER",
        summary="There was no such call",
        examples=("/retract 12",),
        owners=True,
    ),
    Command(
        name="merge",
        run=review.merge,
        usage="/merge NUMBER OTHER",
        summary="Two calls are one",
        examples=("/merge 12 15",),
        owners=True,
    ),
    Command(
        name="split",
        run=review.split,
        usage="/split NUMBER SOURCE",
        summary="One of a call's sources tells of another",
        examples=("/split 12 2",),
        owners=True,
    ),
    Command(
        name="feeds",
        run=outlets.show_feeds,
        usage="/feeds [FEED | opml]",
        summary="How the feeds fare, each with its health",
        examples=("/feeds", "/feeds 3", "/feeds opml"),
        owners=True,
    ),
    Command(
        name="addfeed",
        run=outlets.add,
        usage="/addfeed ADDRESS [NAME]",
        summary="Find a page's feed, try it, and add it",
        examples=("/addfeed example.com/markets", "/addfeed https://example.com/{ticker}.rss Example"),
        owners=True,
    ),
    Command(
        name="removefeed",
        run=outlets.remove,
        usage="/removefeed FEED",
        summary="Look at a feed no more",
        examples=("/removefeed 3",),
        owners=True,
    ),
    Command(
        name="testfeed",
        run=outlets.test,
        usage="/testfeed FEED | ADDRESS",
        summary="What a feed holds now, and what is read of it",
        examples=("/testfeed 3", "/testfeed example.com/markets"),
        owners=True,
    ),
    Command(
        name="pollnow",
        run=outlets.poll,
        usage="/pollnow [FEED]",
        summary="Look at a feed now, or at all of them",
        examples=("/pollnow 3", "/pollnow"),
        owners=True,
    ),
)
