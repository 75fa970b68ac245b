"""The page: the whole program in a browser, for one person on this machine, from one process.

A route reads what was sent, calls one use case of ``app`` and shows what came back; it decides
nothing. Every page works without its scripts, except where a script is the point (curves, films).
"""
