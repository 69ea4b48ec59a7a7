"""Who owes what to whom by when: reminders, ladder, snooze, kept rate."""
