"""The words of stories, for full-text search."""

SQL = ""
