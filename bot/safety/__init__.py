"""The screen that notices risk in what people write, and the cards that answer it."""
