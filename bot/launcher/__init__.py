"""Starts the three servers, keeps them up and stops them all: the web, the actions and the assistant."""
