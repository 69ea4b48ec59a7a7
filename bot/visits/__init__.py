"""What an account manager says after meeting, calling or missing a customer."""
