"""What ``collector`` can do on the command line, one file for each kind of work."""
