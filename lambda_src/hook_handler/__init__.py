"""Keeps one private IPv4 address and one Elastic IP on whichever instance the group runs.

Every trigger asks the same two questions of the world as it is: who should hold the VIP now, and
what is one safe step from here to there? So the order, number and loss of events cannot matter.

    handler    what arrived, and which of the four triggers it is
    launch, terminate, audit, sweep
               when each of them is content, and which hook it completes
    work       the convergence they share: look, act, wait
    observe    the world, read once            -> world
    elect      who should hold the VIP         (pure)
    plan       the next steps towards that     (pure)
    execute    one AWS call for each step
    hooks      completing and extending lifecycle actions
    report     what people are told
"""
