"""Ways into the outbox that cost its many edits nothing, and alerts nothing until they are sent."""

SQL = """
drop index outbox_chat;
create index outbox_leased on outbox (chat_id) where state = 'leased';
-- of what was sent alone: a story that thousands of chats hear of would else write all over it at once
create index outbox_sent on outbox (chat_id, id) where kind = 'alert' and state = 'sent';
"""
