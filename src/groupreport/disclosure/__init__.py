"""What each audience may see: withholding, exact suppression, the attacker that judges it, and the leak scanner."""
