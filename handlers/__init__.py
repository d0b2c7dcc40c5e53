"""Telegram's front door: an update comes in, a service is asked, a message goes out."""
