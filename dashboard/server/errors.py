"""What keeps a server from starting, in words."""


class SiteError(ValueError):
    """The dashboard cannot be served so; the message says what to write instead."""


class PortTaken(OSError):
    """Another program listens on the port; the message says what to do."""
