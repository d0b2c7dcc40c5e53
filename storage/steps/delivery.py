"""Hours, digests, limits and language of each chat, and the calls kept back for them."""

SQL = """
alter table chats add column timezone text not null default 'UTC';
alter table chats add column language text;
-- the forum topic that alerts go to
alter table chats add column thread_id integer;
-- hours and digest as they are written behind /quiet and /digest
alter table chats add column quiet text;
alter table chats add column digest text;
-- the local day of the last digest, when the next one is due, and since when calls are gathered for it
alter table chats add column digest_day text;
alter table chats add column digest_next real;
alter table chats add column digest_from real;
-- alerts a day
alter table chats add column daily_limit integer;
alter table chats add column paused real;
-- how often in a row the chat could not be written to though nobody had blocked the bot, and since when
alter table chats add column failures integer not null default 0;
alter table chats add column failing_since real;
create index chats_digest on chats (digest_next) where digest_next is not null;

-- what a message gathers, if it is more than one note: 'quiet', 'pause', 'limit', 'digest'; or what it tells: 'topic'
alter table outbox add column occasion text;
-- calls that the message has no room for
alter table outbox add column hidden integer not null default 0;
-- what goes first: 0 alerts, 1 their edits and notices, 2 what gathers
alter table outbox add column rank integer not null default 0;
update outbox set rank = 1 where kind <> 'alert';
drop index outbox_due;
create index outbox_due on outbox (rank, not_before, id) where state in ('pending', 'leased');

-- people who left since the file was last written anew
create table scrubs (asked real not null) strict;

create table kept (
    chat_id integer not null references chats (id) on delete cascade on update cascade,
    event_id integer not null references events (id) on delete cascade,
    fate text not null check (fate in ('hold', 'digest', 'never')),
    reason text not null,
    at real not null,
    -- when it is to be told; null: by the next digest, or on /resume
    until real,
    open integer not null default 1,
    primary key (chat_id, event_id)
) strict;
create index kept_due on kept (until) where open = 1 and until is not null;
create index kept_event on kept (event_id);
"""
