"""The memory: tables, migrations, queries. All SQL is spoken here."""
