"""Documents that a maintainer adds: who says what in them."""
