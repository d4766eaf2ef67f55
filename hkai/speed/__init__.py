"""Speed, and nothing else: without these modules the same is built, served and found, slower. Each says what it assumes.

Building: `shell` renders the theme's template once for many pages, `apart` works in other processes.
Serving: `serve` makes a page when somebody asks for it, `memo` remembers files and what follows from one.
Checking: `cache` knows which files an edit touches, `kept` is what a check leaves on disk for the next.
"""
