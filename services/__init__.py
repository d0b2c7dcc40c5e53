"""The use cases: poll, read, merge, match, deliver, watch, look up. Each gets its store, clock and transport."""
