"""`python -m filmes_lake` is `filmes-lake`."""

import signal


def main() -> None:
    """Run the command line; while it is being loaded nothing is under way, and Ctrl-C just ends the process."""
    of_python = signal.signal(signal.SIGINT, signal.SIG_DFL)
    from filmes_lake import cli

    signal.signal(signal.SIGINT, of_python)
    cli.main()


if __name__ == "__main__":
    main()
