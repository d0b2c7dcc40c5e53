"""The bot under attack: killed without warning, and an hour of everything that goes wrong at once."""
