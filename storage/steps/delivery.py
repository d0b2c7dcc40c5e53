"""What each chat wishes of its delivery: hours, digests, limits, language."""

SQL = ""
