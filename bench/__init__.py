"""Measurements of the whole product, as commands."""
