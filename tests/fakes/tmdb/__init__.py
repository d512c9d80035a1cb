"""The parts of the fake TMDB server; `tests.fakes.tmdb_server` puts them together."""
