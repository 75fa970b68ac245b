def score() -> int:
    """x"""
    return 0
