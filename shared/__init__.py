"""What Wireroom's processes agree on: records, states, errors, settings, the store and the way in.

Nothing here imports `workers`: any program may use this package to feed reports and to read results.
"""
