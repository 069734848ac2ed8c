"""The subcommands: what they do, once the private environment is there."""
