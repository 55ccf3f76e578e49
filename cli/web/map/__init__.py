"""The map of parties: who deals with whom, as geometry and nothing else."""
