"""The steps by which the tables came to be, one module each. What was released is never changed, only followed."""
