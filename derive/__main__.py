"""``python -m derive`` and the ``derive`` command."""

from derive.cli import main

if __name__ == "__main__":
    main()
