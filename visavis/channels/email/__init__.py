"""The email channel: everything that arrives is kept, everything that leaves is known.

It gives nothing out here: the process that reads mails loads this file too, and nothing else of the house.
"""
