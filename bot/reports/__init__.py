"""Views across capabilities: the digests. Owns no business table; may post and have its messages drawn again."""
