"""What a record of the table's stream brings about."""
