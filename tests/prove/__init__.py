"""The proof: deterministic simulation of the deployed handler, every call a place to fail.

    case       one history to play, and the line that replays it
    stage      the paths: how a world is prepared, what sets it off, what it must come to
    truth      the world as it is, read from EC2's own store and not by the handler's eyes
    watch      what must hold at every step
    verdict    what must hold in the end
    play       one case from its trigger to its verdict; each in a fork of the prepared world
    asked      which of the lab's switches a history asks
    strikes    the faults of the matrix
    baton      who may call next: chosen interleavings of two handlers
    hands      what happens to the world: people, zones, guests
    pool       cases on two cores, each in a fork of its prepared world
    replay     one case again, for a person to read
    matrix, orders, worldly, chance
               what is explored, case by case; `parts` lists it
    planner    every world within bounds, by brute force
    storm      many VNFs of one account at once
    mutants    handlers broken on purpose; `mutation` has each hunted by `hunt`
    figures, page
               docs/reliability.md

`make prove` and `make prove-mutants` run all of it, `make test` a stratified part.
"""
