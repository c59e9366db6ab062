"""Keep a tutorial whose every step is a commit: edit any step, replay the rest, publish."""
