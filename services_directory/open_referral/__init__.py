"""Open Referral UK 3.0: the directory given out as it asks, and other councils' directories taken in."""
