"""What a film reader found, measured against what is known to be true of the films.

Needs neither the renderer nor an encoder: a truth is a document, and so is a result. Whoever made
the film, a truth in this schema can be scored against.
"""
