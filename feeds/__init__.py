"""The outlets' bytes: fetch, parse, article text, timing."""
