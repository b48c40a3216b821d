"""Cases: a conversation that a person must look at, from its opening to its end."""
