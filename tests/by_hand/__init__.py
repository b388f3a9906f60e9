"""Every resource of a running deployment deleted or changed by hand: who notices, what mends it."""
