"""EC2's preconditions, asynchronous states and error codes, put on moto from outside.

moto keeps the store and the wire. Backend and response are subclassed, about twenty attributes
of its models replaced; nothing of moto is copied. Each module cites what it implements.
"""
