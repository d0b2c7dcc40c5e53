"""How the tables came to be: the steps, in their order.

Times are seconds since 1970 in UTC, days ISO dates, money decimal text, lists and evidence JSON text: types that
every SQL database has.
"""

from sqlite_utils import Database, Migrations

from storage.steps import crowds, delivery, first, lookups, outlets, places, searching, upkeep, vanished, wishes

migrations = Migrations("ratingwire")


@migrations()
def first_tables(db: Database) -> None:
    """Stories, events, feeds' state, chats, watches and the outbox."""
    _run(db, first.SQL)


@migrations()
def delivery_wishes(db: Database) -> None:
    """Hours, digests, limits and language of each chat."""
    _run(db, delivery.SQL)


@migrations()
def outlet_pace(db: Database) -> None:
    """Pace, moves and validators of each feed."""
    _run(db, outlets.SQL)


@migrations()
def alert_wishes(db: Database) -> None:
    """Filters, notices and mutes of each chat."""
    _run(db, wishes.SQL)


@migrations()
def story_search(db: Database) -> None:
    """Full-text search over the stories."""
    _run(db, searching.SQL)


@migrations()
def taken_back(db: Database) -> None:
    """Stories that vanished, sources that were taken back, articles to be asked for again."""
    _run(db, vanished.SQL)


@migrations()
def outbox_lookups(db: Database) -> None:
    """Lighter indexes of the outbox."""
    _run(db, lookups.SQL)


@migrations()
def upkeep_notes(db: Database) -> None:
    """What owners were told, and an index of old texts."""
    _run(db, upkeep.SQL)


@migrations()
def places_and_shares(db: Database) -> None:
    """Lists that are offered and shared, channels that are looked after from a private chat."""
    _run(db, places.SQL)


@migrations()
def crowd_lookups(db: Database) -> None:
    """Lighter ways from stories to those who hear of them."""
    _run(db, crowds.SQL)


def is_ours(db: Database) -> bool:
    """Whether this is Ratingwire's data, of whatever version."""
    return bool(migrations.applied(db))


def is_foreign(db: Database) -> bool:
    """Whether another program's tables are in it, and none of ours."""
    return not is_ours(db) and bool(set(db.table_names()) - {migrations.migrations_table})


def next_step(db: Database) -> str | None:
    """Name of the first step that this data has yet to take."""
    return next((step.name for step in migrations.pending(db)), None)


def unknown(db: Database) -> list[str]:
    """Names of the steps that this data has taken and this version doesn't know."""
    known = {step.name for step in migrations.pending(Database(memory=True))}
    return [step.name for step in migrations.applied(db) if step.name not in known]


def _run(db: Database, script: str) -> None:
    # one by one, since a script as a whole would end the transaction that the step is
    for statement in script.split(";\n"):
        if statement.strip():
            db.execute(statement)
