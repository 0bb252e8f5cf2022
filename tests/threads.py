"""Several people at once: threads that start together, each on a connection of its own."""

import threading
from collections.abc import Callable

from django.db import connection


def at_once(number: int, act: Callable[[], object]) -> list[Exception]:
    """Run `act` in as many threads at the same moment; what they raised."""
    start, raised = threading.Barrier(number, timeout=10), []

    def run() -> None:
        start.wait()
        try:
            act()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised
