"""Files fetched from the services of the offices: the only room that uses the network.

May import `intake` and below.
"""

__all__ = ["fetch", "http", "services"]
