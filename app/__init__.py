"""The shell of the application: set-up, command line, home folder, settings, logs."""
