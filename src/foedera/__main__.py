"""`python -m foedera` is the command line."""

from foedera.cli import main

main()
