"""`/open-referral`: the directory as Open Referral UK 3.0, open to everybody."""
