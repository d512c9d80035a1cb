"""`python -m filmes_lake` is `filmes-lake`."""

from filmes_lake.cli import main

if __name__ == "__main__":
    main()
