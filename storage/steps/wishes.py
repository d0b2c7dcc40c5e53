"""What each chat wants to hear of, and how: filters, notices, mutes."""

SQL = ""
