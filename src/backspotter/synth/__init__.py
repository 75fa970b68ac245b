"""Films whose truth is known: a lifter of stated size, posed by the rep model, drawn and encoded.

World axes: metres, Z up, the floor at 0, the lifter faces -Y, the lifter's left is +X.
"""
