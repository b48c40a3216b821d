"""All that imports Rasa: launcher, components, policies, channel. Runs in the assistant's environment only."""
