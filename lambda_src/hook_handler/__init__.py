"""Keeps one private IPv4 address and one Elastic IP on whichever instance the group runs.

Every trigger asks the same two questions of the world as it is: who should hold the VIP now, and
what is one safe step from here to there? So the order, number and loss of events cannot matter.

    handler    what arrived, and which of the triggers answers it
    launch, terminate, audit, sweep
               when each of them is content, and which hook it completes
    told_early EC2 says that an instance stopped or ended; state_rule: of which ones it does
    status_checks
               EC2 says that it is impaired
    service_checks
               alarms say that its service does not answer
    giving_up  with what restraint both count; storm_limit: how often
    repairs    what an alarm that rings on may tell of instead
    marking    what all lead to: Auto Scaling replaces the instance at once
    protection whom Auto Scaling does not take when the group is lowered
    admission  when a newcomer may enter service; lost_hooks: answers that nobody else gives
    reconcile  the convergence they share: look, act, wait
    observe    the world, read once            -> world
    elect      who should hold the VIP         (pure)
    plan       the next steps towards that     (pure)
    assessment what the three above come to    (pure)
    execute    one AWS call for each step; sdk: what the runtime's boto3 knows of it
    timing     when a step is due, and what has to be seen twice
    slow_shutdown
               whose guest is not waited for
    retry      how often AWS is asked again
    hooks      completing and extending lifecycle actions
    report     what people are told
    refusals   what AWS refuses for good, in a sentence that says what to do
"""
