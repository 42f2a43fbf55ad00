"""The line as its users walk it: page by page over HTTP, in a real browser, and through kills of the server."""
