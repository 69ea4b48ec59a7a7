"""A loopback Slack: the tests' Slack, and the server under the playground's page."""
