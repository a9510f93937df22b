"""Batches measured: accounts after kills, memory, speed, what isolation costs, and files mutated at random."""
