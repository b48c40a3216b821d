"""Where staff answer cases."""
