"""Values to text: what a person is shown, worded and escaped. Pure."""
