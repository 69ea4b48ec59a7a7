"""What the campaigns share: a branch bank, replicas that are killed, a Slack that fails, and readers of what it holds."""
