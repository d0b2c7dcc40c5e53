"""Ways into the outbox that cost its many edits nothing: they are by far the most of its rows."""

SQL = """
drop index outbox_chat;
create index outbox_leased on outbox (chat_id) where state = 'leased';
create index outbox_alerts on outbox (chat_id, id) where kind = 'alert';
"""
