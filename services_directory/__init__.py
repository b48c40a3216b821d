"""The local offer: what help there is in each area, for whom, and how to get it."""
