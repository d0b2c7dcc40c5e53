"""What is known of each feed besides its last answer: pace, moves, validators."""

SQL = """
create table outlets (
    id integer primary key,
    url text not null unique,  -- with {ticker} or {company} in it: a feed for each watched ticker
    name text not null,
    configured integer not null,  -- the settings name it
    state text not null check (state in ('on', 'off', 'asked')),  -- asked: an owner is being asked whether to add it
    batch integer  -- what one question asks about
) strict;
alter table feeds add column outlet_id integer references outlets (id);
-- where the feed stands for one watched ticker
alter table feeds add column ticker text;
create index feeds_outlet on feeds (outlet_id, active);
create index feeds_ticker on feeds (ticker) where active = 1 and ticker is not null;
-- how long a feed's calls take to reach people: the first alert of each call that was news
drop index outbox_events_event;
create index outbox_events_event on outbox_events (event_id, outbox_id);
create index events_told on events (id) where told = 1;
create table moved_tickers (
    ticker text primary key  -- watches on it came or went since feeds last followed
) strict;
create trigger watches_added after insert on watches begin
    insert into moved_tickers (ticker) values (new.ticker) on conflict (ticker) do nothing; end;
create trigger watches_removed after delete on watches begin
    insert into moved_tickers (ticker) values (old.ticker) on conflict (ticker) do nothing; end;
create trigger chats_moved after update of state on chats
    when (old.state = 'active') <> (new.state = 'active') begin
    insert into moved_tickers (ticker) select ticker from watches where chat_id = new.id
    on conflict (ticker) do nothing; end;
-- the pace of each feed, and what its last answers said
-- the mark of the last body
alter table feeds add column body text;
-- when it last came in full
alter table feeds add column whole real;
-- seconds between two looks that the feed asks for
alter table feeds add column demand real not null default 0;
-- when it last told something new
alter table feeds add column told real;
-- mean seconds between two new entries
alter table feeds add column gap real;
-- where its permanent redirects lead, since when and how often they did
alter table feeds add column moved text;
alter table feeds add column moved_since real;
alter table feeds add column moves integer not null default 0;
-- where it is asked for, once its move proved lasting
alter table feeds add column address text;
-- the first time that the outlet said it is gone for good
alter table feeds add column gone real;
alter table feeds add column hub text;
alter table feeds add column topic text;
create table traces (
    feed_id integer primary key references feeds (id) on delete cascade,
    entries blob not null  -- what is remembered of each entry's bytes
) strict;
create table leases (
    feed_id integer primary key references feeds (id) on delete cascade,
    hub text not null,
    topic text not null,
    path text not null unique,  -- the end of the address to which the hub brings news; nobody else knows it
    secret text not null,
    asked real not null,  -- when the subscription was last asked for
    until real  -- how long it was granted; none while the hub has not confirmed it
) strict;
"""
