"""What a person types, on every system: `python -m analytics` lists the commands. make calls the same ones."""

import sys


def main() -> int:
    """Command line; the exit code of the command. An older Python must be able to read this file, to say that it is."""
    if sys.version_info < (3, 11):  # noqa: UP036
        sys.exit(
            f"Python 3.11 or newer is needed, and {sys.executable} is older: install it, or name it as in "
            "/path/to/python3 -m analytics."
        )
    from analytics.starting import commands

    return commands.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
