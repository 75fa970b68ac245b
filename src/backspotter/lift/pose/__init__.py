"""Joints and outline of a person in one picture, by the BlazePose networks, run here."""
