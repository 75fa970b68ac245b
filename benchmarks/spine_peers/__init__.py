"""Other people's spine models on the same postures: OpenSim and MuJoCo, run by their own Python."""
