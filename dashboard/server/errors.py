"""What keeps a server from starting, in words."""


class PortTaken(OSError):
    """Another program listens on the port; the message says what to do."""
