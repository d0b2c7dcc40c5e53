"""How the tables came to be: the steps, in their order.

Times are seconds since 1970 in UTC, days ISO dates, money decimal text, lists and evidence JSON text: types that
every SQL database has.
"""

from sqlite_utils import Database, Migrations

from storage.steps import delivery, first, outlets, searching, wishes

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


def unknown(db: Database) -> list[str]:
    """Names of the steps that this data has taken and this version doesn't know."""
    known = {step.name for step in migrations.pending(Database(memory=True))}
    return [step.name for step in migrations.applied(db) if step.name not in known]


def _run(db: Database, script: str) -> None:
    # one by one, since a script as a whole would end the transaction that the step is
    for statement in script.split(";\n"):
        if statement.strip():
            db.execute(statement)
