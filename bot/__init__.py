"""Who said what in the encryption debate, with the passages that say so."""
