"""The command line: parses arguments, shows progress, maps errors to exit codes. No logic of its own."""
