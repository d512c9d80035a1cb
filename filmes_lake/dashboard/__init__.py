"""The reports as one page: an HTML file that needs no network and answers every filter by itself."""
