"""Lighter tables for stories that thousands of chats hear of."""

SQL = """
-- the pairs alone, in their own order, without numbers that nobody asks for
alter table outbox_events rename to numbered_pairs;
create table outbox_events (
    outbox_id integer not null references outbox (id) on delete cascade,
    event_id integer not null references events (id) on delete cascade,
    primary key (outbox_id, event_id)
) strict, without rowid;
insert into outbox_events (outbox_id, event_id) select outbox_id, event_id from numbered_pairs order by 1, 2;
drop table numbered_pairs;
create index outbox_events_event on outbox_events (event_id);

-- who watches a stock, and whether it is muted there, without a look at each list
drop index watches_ticker;
create index watches_ticker on watches (ticker, chat_id, muted_until);
"""
