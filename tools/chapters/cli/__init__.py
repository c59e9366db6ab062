"""The command `chapters`: the only code that imports click and prints."""
