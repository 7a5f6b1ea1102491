"""`python -m exchsim` is the command `exchsim`."""

import sys

from exchsim.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
