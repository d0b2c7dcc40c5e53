"""Stories, events, feeds' state, chats, watches and the outbox."""

SQL = """
create table feeds (
    id integer primary key,
    url text not null unique,
    name text not null,
    active integer not null default 1,
    primed integer not null default 0,  -- its first poll was stored; what comes now is news
    etag text,
    modified text,
    next_check real not null,
    last_success real,
    failures integer not null default 0,  -- since the last success
    error text,
    entries integer not null default 0,
    calls integer not null default 0
) strict;
create index feeds_due on feeds (next_check) where active = 1;

create table stories (
    id integer primary key,
    feed_id integer not null references feeds (id),
    guid text not null,
    title text not null,
    summary text not null,
    text text not null,
    url text,
    outlet text not null,
    published real not null,
    seen real not null,
    unique (feed_id, guid)
) strict;
create index stories_url on stories (url) where url is not null;

create table events (
    id integer primary key,
    ticker text not null,
    company text,
    firm text,
    analysts text not null,
    rating_action text,
    rating_current text,
    rating_prior text,
    pt_action text,
    pt_current text,
    pt_prior text,
    currency text,
    pt_horizon text,
    stale integer not null,
    quant integer not null,
    disputed text not null,
    fixed text not null default '{}',  -- what an owner set right, column by column; it stands against any source
    retracted integer not null default 0,
    told integer not null default 0,  -- somebody told of it as news, and clearly enough: nobody is told again
    date text not null,
    seen real not null,
    updated real not null
) strict;
create index events_ticker on events (ticker, date desc, id desc);
create index events_date on events (date desc, id desc);
create index events_firm on events (ticker, firm, date desc, id desc);
create index events_turn on events (ticker, rating_action, date desc) where rating_action in ('upgrade', 'downgrade');

create table event_sources (
    event_id integer not null references events (id) on delete cascade,
    story_id integer not null references stories (id),
    action text not null,  -- what this story tells, with its evidence
    pinned integer not null default 0,  -- an owner said that it belongs here
    primary key (event_id, story_id)
) strict;
create index event_sources_story on event_sources (story_id);
create index event_sources_pinned on event_sources (event_id, story_id) where pinned = 1;

create table chats (
    id integer primary key,
    kind text not null,
    state text not null default 'active' check (state in ('active', 'stopped', 'gone')),
    since real not null
) strict;

create table flags (
    id integer primary key,
    event_id integer not null references events (id) on delete cascade,
    chat_id integer references chats (id) on delete set null on update cascade,
    field text not null,
    note text not null,
    at real not null,
    open integer not null default 1
) strict;
create index flags_open on flags (id) where open = 1;

create table audit (
    id integer primary key,
    event_id integer not null,  -- may be gone: merged into another
    user_id integer not null,
    what text not null,
    detail text not null,
    at real not null
) strict;
create index audit_event on audit (event_id);

create table watches (
    chat_id integer not null references chats (id) on delete cascade on update cascade,
    ticker text not null,
    since real not null,
    muted_until real,
    primary key (chat_id, ticker)
) strict;
create index watches_ticker on watches (ticker);

create table outbox (
    id integer primary key,
    chat_id integer not null references chats (id) on delete cascade on update cascade,
    kind text not null check (kind in ('alert', 'edit', 'notice')),
    alert_id integer references outbox (id) on delete cascade,  -- what an edit edits, a notice replies to
    topic text not null,  -- calls of one topic share an alert while it settles
    state text not null default 'pending' check (state in ('pending', 'leased', 'sent', 'dead')),
    not_before real not null,
    created real not null,
    owner text,
    leased_until real,
    attempts integer not null default 0,
    doubtful integer not null default 0,  -- an earlier attempt may have arrived
    message_id integer,
    shown text,  -- of an alert: its calls as the chat sees them, and what changed since it was first sent
    sent real,
    reason text
) strict;
create index outbox_due on outbox (kind, not_before, id) where state in ('pending', 'leased');
create index outbox_chat on outbox (chat_id, state);
create index outbox_alert on outbox (alert_id) where alert_id is not null;
create index outbox_topic on outbox (topic) where state = 'pending' and kind = 'alert';

create table outbox_events (
    outbox_id integer not null references outbox (id) on delete cascade,
    event_id integer not null references events (id) on delete cascade,
    primary key (outbox_id, event_id)
) strict;
create index outbox_events_event on outbox_events (event_id);
"""
