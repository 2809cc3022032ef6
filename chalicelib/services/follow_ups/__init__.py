"""Follow-ups: what a record of the table's stream triggers."""
