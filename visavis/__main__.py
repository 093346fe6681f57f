"""`python -m visavis` is the same command as `visavis`."""

from visavis.cli import main

main()
