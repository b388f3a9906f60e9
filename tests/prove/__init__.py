"""The proof: deterministic simulation of the deployed handler, every call a place to fail.

    case       one history to play, and the line that replays it
    stage      the paths: how a world is prepared, what sets it off, what it must come to
    truth      the world as it is, read from EC2's own store and not by the handler's eyes
    watch      what must hold at every step
    verdict    what must hold in the end
    play       one case from its trigger to its verdict; each in a fork of the prepared world
    strikes    the faults of the matrix
    baton      who may call next: chosen interleavings of two handlers
    hands      what happens to the world: people, zones, guests
    matrix, orders, worldly, chance, storm
               what is explored
    planner    every world within bounds, by brute force
    mutants    handlers broken on purpose: the proof must fail
    page       docs/reliability.md

`python -m tests.prove` runs all of it.
"""
