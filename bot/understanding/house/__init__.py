"""Our own people and functions, and who acts in a clause."""
