"""Pages of the website that need no chat: served whole, and worked without a script."""
