"""Search for policies that no other beats in everything."""
