"""Fingerpost: the conversational signposting assistant for children's services."""
