"""When and how people met, or that they did not."""
