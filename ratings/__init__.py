"""The domain: what an analyst call is, how to read one, when two are the same. Pure, standard library only."""
