"""Who runs a cell: somebody in JupyterLab, or a program."""

import pytest
from jupyter_client.manager import start_new_kernel

from report_helpers.front_end import is_interactive

ASK = "from report_helpers.front_end import is_interactive; print(is_interactive())"


def test_the_variable_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    """1 is a run without anybody, 0 one for somebody; outside a kernel there is somebody."""
    monkeypatch.delenv("MARKET_REPORT_STATIC", raising=False)
    assert is_interactive()
    monkeypatch.setenv("MARKET_REPORT_STATIC", "1")
    assert not is_interactive()
    monkeypatch.setenv("MARKET_REPORT_STATIC", "0")
    assert is_interactive()


@pytest.mark.kernel
def test_a_front_end_that_can_be_asked_is_interactive(monkeypatch: pytest.MonkeyPatch) -> None:
    """As JupyterLab's requests to run a cell, and those of nbclient, say."""
    monkeypatch.delenv("MARKET_REPORT_STATIC", raising=False)
    manager, client = start_new_kernel()
    try:
        for allowed in (True, False, True):
            told: list[str] = []
            client.execute_interactive(
                ASK,
                allow_stdin=allowed,
                timeout=60,
                output_hook=lambda message, told=told: told.append(
                    message["content"].get("text", "")
                ),
            )
            assert "".join(told).strip() == str(allowed)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
