"""What words mean to the bot: shared by the safety screen, the assistant and the directory."""
