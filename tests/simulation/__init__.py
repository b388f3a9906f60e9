"""Simulation testing: the deployed handler on virtual time, every call a place to fail.

    case                what one run does, and the line that replays it
    scenarios           how a world is prepared, what sets it off, what it must come to
    call_faults         disturbances: what fails in one of the handlers' calls
    environment_faults  disturbances: what people, zones and guests do meanwhile
    alarm_calls         disturbances: an alarm that calls late, twice or never
    silence             a service that falls silent, and what may befall its check
    scheduler           chosen interleavings of handlers, by the call
    oracle              the world as it is, read from EC2's own store and not by the handler's eyes
    invariants          what must hold at every step
    verdicts            whether a silent service is reason enough to replace an instance
    final_checks        what must hold in the end
    case_run            one case from its trigger to its outcome
    switch_usage        which of the lab's switches a case reads
    pool                cases on two cores, each in a fork of its prepared world
    replay              one case again, for a person to read
    matrix, event_cases, interleavings, environment_cases, service_cases, random_cases
                        the cases there are; `parts` lists them
    model_checking      the planner in every world within bounds, by brute force
    storm               many VNFs of one account at once
    mutants             handlers broken on purpose; `mutation` has `kill_mutant` try each
    figures, page, revision
                        what is written into docs/reliability.md

`make simulate` and `make mutation-test` run all of it, `make test` a stratified part.
"""
