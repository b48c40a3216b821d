"""One message in, replies out, whatever the channel: the only way to Rasa or to staff."""
