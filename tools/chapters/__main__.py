"""`python -m chapters`."""

from .cli.main import main

main(prog_name="chapters")
