"""`python -m jobhouse`: the command line."""

from jobhouse.cli.main import main

if __name__ == "__main__":
    main()
