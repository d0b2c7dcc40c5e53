"""What each chat wants to hear of, and how: filters, notices, mutes, and how it was before the last change."""

SQL = """
create table filters (
    id integer primary key,
    chat_id integer not null references chats (id) on delete cascade on update cascade,
    rule text not null,
    -- lets calls by models through
    quant integer not null,
    -- tried out, not yet saved; at most one of a chat
    draft integer not null default 0
) strict;
create index filters_chat on filters (chat_id);

-- how a kind of news is told, where that is not as usual
create table notices (
    chat_id integer not null references chats (id) on delete cascade on update cascade,
    kind text not null,
    way text not null,
    primary key (chat_id, kind)
) strict;

-- firms that are not heard until then; '' is all of them. Stocks have theirs in watches
create table mutes (
    chat_id integer not null references chats (id) on delete cascade on update cascade,
    firm text not null,
    until real not null,
    primary key (chat_id, firm)
) strict;

-- how all this was before the last change, as JSON; null once that was undone
create table undos (
    chat_id integer primary key references chats (id) on delete cascade on update cascade,
    number integer not null,
    at real not null,
    before text
) strict;
"""
