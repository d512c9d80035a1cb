"""The two kinds of title and the layers, under the names the command line, the tables and the folders give them."""

from enum import StrEnum


class Kind(StrEnum):
    """What a raw file is about. The value is the word of the command line."""

    MOVIES = "movies"
    SERIES = "series"

    @property
    def tipo(self) -> str:
        """The value of the column `tipo`."""
        return {Kind.MOVIES: "filme", Kind.SERIES: "serie"}[self]

    @property
    def folder(self) -> str:
        """The folder's name in the lake's Raw layer."""
        return self.value.capitalize()


class Layer(StrEnum):
    """The lake's layers, each with a current version of its own."""

    RAW = "raw"
    TRUSTED = "trusted"
    REFINED = "refined"

    @property
    def folder(self) -> str:
        """The folder's name in the lake."""
        return self.value.capitalize()


class Target(StrEnum):
    """What a transform makes."""

    TRUSTED = "trusted"
    REFINED = "refined"
    ALL = "all"

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers, from the bottom up."""
        return (Layer.TRUSTED, Layer.REFINED) if self is Target.ALL else (Layer(self.value),)
