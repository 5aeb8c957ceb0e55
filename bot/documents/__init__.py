"""Documents that a maintainer adds: from a raw file to who said what in it."""
