"""Stories that their outlets took back, and articles that are asked for again."""

SQL = """
-- since when its feed lists stories before and behind it, but not it
alter table stories add column missing real;
-- when a record was last set right, where it says so
alter table stories add column revised real;
create index stories_missing on stories (feed_id) where missing is not null;
create index stories_recent on stories (feed_id, seen);
-- the story is gone, or tells of something else by now
alter table event_sources add column withdrawn integer not null default 0;
-- what was missing came back once: that something is missing here says nothing
alter table feeds add column fickle integer not null default 0;

create table articles (
    story_id integer primary key references stories (id) on delete cascade,
    tries integer not null,
    next_try real not null
) strict;
create index articles_due on articles (next_try);
"""
