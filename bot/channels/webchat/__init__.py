"""The website: a JSON API with a stream of events, and the chat page."""
