"""What people fill in on the ground floor."""
