"""Telegram's front door: an update comes in, a service is asked, a message goes out."""

from handlers.answers import PRESSES, REPLIES, SENDINGS
from handlers.entries import Command, Press, Sending
from handlers.everyones import EVERYONES
from handlers.owners import OWNERS

__all__ = ["COMMANDS", "PRESSES", "REPLIES", "SENDINGS", "Command", "Press", "Sending"]

# The one table behind routing, /help, the bot's menu and the docs.
COMMANDS = (*EVERYONES, *OWNERS)
