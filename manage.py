#!/usr/bin/env python3
"""Run a management command of the portal."""

import sys

from shanyin_charging import opening

if __name__ == "__main__":
    opening.run(sys.argv)
