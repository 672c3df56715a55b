"""Where people meet Wireroom: the command line, and the Redis and workers it starts by itself."""
