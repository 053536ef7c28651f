"""`python -m server`: serve until interrupted."""

import sys

# Spawned workers import this module again: nothing heavy may stand at its top.


def main() -> int:
    from core.errors import SettingsError
    from server.settings import load_settings

    try:
        settings = load_settings()
        from server.run import serve

        serve(settings)
    except SettingsError as error:
        print(f"Cannot start: {error}", file=sys.stderr)  # noqa: T201
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
