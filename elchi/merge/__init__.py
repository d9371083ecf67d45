"""From what many reports tell to happenings: which accounts are of one, and why."""
