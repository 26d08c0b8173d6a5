"""One server and one Chromium for all tests of a process; each test has readers of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from tests.browser.gestures import CHROMIUM, ROOT, SHOWN_MS


@pytest.fixture(scope="package")
def server():
    """The app on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    process = subprocess.Popen([*command, f"--server.port={port}"], cwd=ROOT)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_healthy(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_until_healthy(url, process):
    deadline = time.monotonic() + 60.0
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5) as answer:
                if answer.read() == b"ok":
                    return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server did not start")


@pytest.fixture(scope="package")
def chromium():
    """The system's Chromium; the package's own scope, as its loop must not outlive its tests."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--no-sandbox"],  # Chromium refuses its sandbox to root, who runs containers
        )
        yield browser
        browser.close()


@pytest.fixture
def reader(server, chromium):
    """A function that opens an address of the app as a reader who has never been there.

    Whatever readers do, no request leaves the machine and the console has no error.
    """
    contexts, requests, errors = [], [], []

    def open_at(address="/", **options):
        options = {"viewport": {"width": 1280, "height": 900}} | options
        context = chromium.new_context(**options)
        contexts.append(context)
        context.set_default_timeout(SHOWN_MS)
        page = context.new_page()
        page.sent = []
        page.on("request", lambda request: requests.append(request.url))
        page.on(
            "websocket",
            lambda line: line.on("framesent", lambda frame: page.sent.append(frame)),  # noqa: PLW0108 - playwright marks its handlers
        )
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
        page.goto(address if address.startswith("http") else f"{server}{address}")
        return page

    yield open_at
    for context in contexts:
        context.close()
    local = (server, server.replace("http", "ws"), "data:", "blob:")
    assert [url for url in requests if not url.startswith(local)] == []
    assert errors == []


@pytest.fixture
def page(reader):
    """The first page of the app, just opened."""
    return reader()
