"""`python -m filmes_lake` is `filmes-lake`."""

import gc
import signal

# Looking for cycles among what is loaded, which stays, took a twentieth of a short command: 60,000 to 90,000 objects.
_NEW_OBJECTS = 200_000


def main() -> None:
    """Run the command line; while it is being loaded nothing is under way, and Ctrl-C just ends the process."""
    gc.set_threshold(_NEW_OBJECTS)
    of_python = signal.signal(signal.SIGINT, signal.SIG_DFL)
    from filmes_lake import cli

    signal.signal(signal.SIGINT, of_python)
    cli.main()


if __name__ == "__main__":
    main()
