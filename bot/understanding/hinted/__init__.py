"""What a line hints at: risk, need, complaint, competitor, and how satisfied the customer is."""
