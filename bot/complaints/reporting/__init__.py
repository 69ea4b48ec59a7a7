"""What is told of complaints outside: one case for a regulator, the register, and how a period went."""
