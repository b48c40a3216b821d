"""The safety case: the hazard log as data, the page that is made from it, and the tests that prove its controls."""
