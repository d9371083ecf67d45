"""What stands where in a sentence: parties, places, officials, dates, acts, speech. A mention knows no event."""
