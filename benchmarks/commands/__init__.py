"""How fast commands are answered on a long history."""
