"""Run the command as `python -m report_helpers`."""

from report_helpers.cli.start import start

if __name__ == "__main__":
    start()
