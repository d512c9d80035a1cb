"""The sentences that the terms of those ask for whose data it is; they stand wherever figures do, in their words.

Every title of a lake is IMDb's, whether a CSV or IMDb's own files brought it.
"""

IMDB = "Information courtesy of IMDb (https://www.imdb.com). Used with permission."
TMDB = "This product uses TMDB and the TMDB APIs but is not endorsed, certified, or otherwise approved by TMDB."
ATTRIBUTIONS = (IMDB, TMDB)
