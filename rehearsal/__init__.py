"""Rehearsals of what happens elsewhere: a Hugging Face Space."""
