"""What is kept: every entry with its history, in a file or on a server, and how it stays safe."""
