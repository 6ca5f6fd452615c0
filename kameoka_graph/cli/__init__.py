"""Arguments to an exit status: the stages composed, their results on standard output.

All else goes to standard error.
"""
