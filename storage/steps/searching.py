"""The words of stories for full-text search, and ways to ask for calls by firm, by person and by move."""

SQL = """
create index events_house on events (firm collate nocase, date desc, id desc) where firm is not null;
create index events_move on events (rating_action, date desc, id desc)
    where rating_action in ('upgrade', 'downgrade', 'initiate');

-- who signed what; the names apart, so that a slip finds the nearest without a walk through all calls
create table signers (
    name text not null collate nocase,
    event_id integer not null references events (id) on delete cascade,
    primary key (name, event_id)
) strict, without rowid;
create index signers_event on signers (event_id);
create table people (name text primary key collate nocase) strict, without rowid;
create trigger events_signed after insert on events when new.analysts <> '[]' begin
    insert or ignore into signers (name, event_id) select value, new.id from json_each(new.analysts)
    ; insert or ignore into people (name) select value from json_each(new.analysts); end;
create trigger events_resigned after update of analysts on events when old.analysts <> new.analysts begin
    delete from signers where event_id = new.id
    ; insert or ignore into signers (name, event_id) select value, new.id from json_each(new.analysts)
    ; insert or ignore into people (name) select value from json_each(new.analysts); end;
insert or ignore into signers (name, event_id) select value, events.id from events, json_each(events.analysts);
insert or ignore into people (name) select distinct name from signers;

-- the words alone: what they stand in is read from the stories, and goes when those let their texts go
create virtual table story_words using fts5 (
    title, summary, text, content = 'stories', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
create trigger stories_told after insert on stories begin
    insert into story_words (rowid, title, summary, text) values (new.id, new.title, new.summary, new.text); end;
create trigger stories_gone after delete on stories begin
    insert into story_words (story_words, rowid, title, summary, text)
    values ('delete', old.id, old.title, old.summary, old.text); end;
create trigger stories_reworded after update of title, summary, text on stories begin
    insert into story_words (story_words, rowid, title, summary, text)
    values ('delete', old.id, old.title, old.summary, old.text)
    ; insert into story_words (rowid, title, summary, text) values (new.id, new.title, new.summary, new.text); end;
insert into story_words (story_words) values ('rebuild');
"""
