"""From ranked passages to an answer: plan which records answer, write from them, verify what was written."""
