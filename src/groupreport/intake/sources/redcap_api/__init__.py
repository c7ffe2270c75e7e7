"""REDCap's API: the calls, what the server answers, and which records the tables need."""
