"""The way in: files and answers are validated and stored in Raw exactly as received."""
