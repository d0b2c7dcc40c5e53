"""What the bot's owners were told of its troubles, and the old texts still to be dropped."""

SQL = """
create table troubles (
    kind text not null,
    subject text not null,  -- the feed's name; "" where there is only one of the kind
    since real not null,
    told integer not null default 0,
    primary key (kind, subject)
) strict;
create index stories_texts on stories (seen) where text <> '' or summary <> '';
create index outbox_dead on outbox (id) where state = 'dead';
"""
