"""The command line: ``python -m bot`` or, installed, ``encryption-debate``."""
