"""Lists that are offered and shared, and the channels and groups that people look after from their private chat."""

SQL = """
-- stocks that a chat is being asked about
create table offers (
    id integer primary key,
    chat_id integer not null references chats (id) on delete cascade on update cascade,
    tickers text not null,
    state text not null check (state in ('asked', 'added', 'closed')),
    at real not null
) strict;
create index offers_chat on offers (chat_id);
-- lists behind links, as they were when they were shared
create table shares (
    token text primary key,
    chat_id integer not null references chats (id) on delete cascade on update cascade,
    tickers text not null,
    at real not null
) strict;
create index shares_chat on shares (chat_id);
-- chat_id is the private chat of somebody who looks after the other one
create table connections (
    chat_id integer not null references chats (id) on delete cascade on update cascade,
    place_id integer not null references chats (id) on delete cascade on update cascade,
    title text not null,
    -- what is written in the private chat is about this place
    current integer not null default 0,
    primary key (chat_id, place_id)
) strict;
create index connections_place on connections (place_id);
"""
