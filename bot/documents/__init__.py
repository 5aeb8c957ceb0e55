"""Documents that a maintainer adds: a raw file into clean text, passages and a record in the corpus folder."""
