"""For assistants: the use cases as tools over the Model Context Protocol, on standard input.

A tool gives a document and the same in plain lines. The level and what to do now come word for
word from the rules; the instructions ask an assistant to pass them on like that.
"""
