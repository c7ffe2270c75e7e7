"""What reading a database takes: its address, the queries, one read-only snapshot, rows to text, errors to reasons."""
