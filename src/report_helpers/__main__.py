"""Run the command as `python -m report_helpers`."""

from report_helpers.cli.main import main

if __name__ == "__main__":
    main()
