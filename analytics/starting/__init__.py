"""From a fresh clone to a running command: standard library only, for nothing else is there yet."""
