"""The application: command line, settings, wiring, scheduler, transport. The one composition root."""
