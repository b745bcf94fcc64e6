"""Proof of work: that a browser has spent a second on a voice, so that a machine cannot send thousands for nothing."""


def asked(request) -> dict:
    return {}


def why_held(request) -> str:
    return ""
