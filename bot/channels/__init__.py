"""Where messages come from and go to: thin, and always through the front door."""
