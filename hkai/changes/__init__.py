"""What changed in the data between two states of it, as data and in words.

`git` reads the repository, `states` the two sides, `compare` finds the changes, `words` says each
in a sentence, `history` goes through the commits, `difference`, `report` and `command` are `hkai diff`.
"""
