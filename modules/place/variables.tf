# None: it asks AWS.
