"""`python -m jobhouse`: the command line."""

from jobhouse.cli.entry import main

if __name__ == "__main__":
    main()
