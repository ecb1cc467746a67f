"""Getting files from their producers, politely: nothing here reads their rows. The command is `analytics.update`."""
