"""From what stands in the sentences to what they report: events and positions. Knows no file, no database, no page."""
