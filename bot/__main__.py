"""python -m bot."""

import sys

try:
    from bot.cli import main
except ModuleNotFoundError as missing:
    if (missing.name or "bot").partition(".")[0] == "bot":
        raise
    sys.stderr.write(f"rapport: this Python has no {missing.name}; run `make setup`, then `.venv/bin/python -m bot`\n")
    sys.exit(2)

if __name__ == "__main__":
    main()
