"""The module's own files, read: rules, variables, alarms, and the order of its resources."""
