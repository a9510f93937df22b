"""``python -m tests.goldens``: see the package."""

import sys

from tests.goldens import main

sys.exit(main(sys.argv[1:]))
