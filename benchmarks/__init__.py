"""Figures: how well the reader reads, how fast the bot is."""
