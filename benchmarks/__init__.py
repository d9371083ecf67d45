"""What Elchi is measured by: one command each, printing a table."""
