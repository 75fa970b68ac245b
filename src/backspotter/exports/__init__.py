"""What leaves the program for other eyes: pictures, as files that stand on their own."""
