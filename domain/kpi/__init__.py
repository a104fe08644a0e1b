"""Figures: each is a definition, applied to referrals at a moment under a policy, with the rows behind it."""
