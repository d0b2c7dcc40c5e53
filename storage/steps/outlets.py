"""What is known of each feed besides its last answer: pace, moves, validators."""

SQL = ""
