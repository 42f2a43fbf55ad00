"""What a time server says beside the clock of this machine (NTP, RFC 5905)."""

from __future__ import annotations

import logging
from datetime import timedelta

import ntplib

from engine.service.centre.context import Service

WITHIN = 3  # seconds for its answer

log = logging.getLogger("onewindow.clock")


def ahead(host: str, port: int = 123) -> timedelta:
    """By how much this machine's clock is ahead of the time server; below zero where it is behind. OSError or
    ntplib.NTPException where none answers."""
    return timedelta(seconds=-ntplib.NTPClient().request(host, version=4, port=port, timeout=WITHIN).offset)


def compare(service: Service) -> None:
    """Note how far the clock is from the configured time source, if there is one. Where it does not answer what it said
    last holds, and the log says so: a hall goes on when its line is down."""
    if service.time_source is None:
        return
    try:
        service.ahead = ahead(*service.time_source)
    except (OSError, ntplib.NTPException) as error:
        log.warning("time source %s does not answer: %s", service.time_source[0], error)
