"""The file that a user's own claims begin with: three rows that the audit has something to say of.

It is written where the user says, and never over a file.
"""

from pathlib import Path
from typing import Final

from report_helpers.errors import OutputError
from report_helpers.package_files import shipped
from report_helpers.text.html import Fragment, paragraphs

__all__ = ["FIRST", "write_first_claims"]

FIRST: Final = "docs/first_claims.csv"


def write_first_claims(path: str = "") -> Fragment:
    """Write a file of three example claims, to put your own in their place.

    Args:
        path: where it is written; a file that is there is left as it is. Empty: nowhere.

    Returns:
        A sentence that says what was written.

    Raises:
        OutputError: the file cannot be written.

    Example:
        >>> mr.write_first_claims().text
        'Nothing is written: name a file of yours, such as /home/me/my-claims.csv.'
    """
    if not path:
        return paragraphs(
            "Nothing is written: name a file of yours, such as /home/me/my-claims.csv."
        )
    try:
        with Path(path).open("xb") as file:
            file.write(shipped(FIRST).read_bytes())
    except FileExistsError:
        return paragraphs(f"{path} is there and is left as it is.")
    except OSError as error:
        what = f"cannot be written ({error.strerror})"
        raise OutputError(path, what, "name a file in a folder that you may write to") from error
    return paragraphs(f"{Path(path).absolute()} has three example rows: put yours in their place.")
