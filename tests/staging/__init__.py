"""What the stories are staged with."""
