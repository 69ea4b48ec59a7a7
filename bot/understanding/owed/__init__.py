"""What is owed: by whom, to whom, by when, told in the ways of either language."""
