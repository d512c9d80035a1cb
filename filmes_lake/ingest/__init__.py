"""The way in: files and answers are checked at the door and stored in Raw exactly as received."""
