"""Commands that write data, and keep every comment and every value that is not theirs to change.

tree        a YAML file with its comments, each with the entry that it is about
form        the one form of a file; a new text is proved to say the same before anybody gets it
references  where a file names an entity or a source, as the model says; replaced in place
files       which files are meant; several written as one
insert      an entry more in a file that holds records by id
plan        ids that are free, and the data as it would be, checked before it is written
fmt, new, rename, sources, due   what each command works out
complete    what the tab key offers
commands    the commands themselves
help        what stands below the options in their help
"""
