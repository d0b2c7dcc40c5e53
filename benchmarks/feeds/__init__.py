"""How ten thousand feeds are polled: our own outlets on loopback, in a process of their own."""
