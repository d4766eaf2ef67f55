"""The open reference on artificial intelligence in Hong Kong: data to pages.

Data flows one way: load -> check -> graph -> render. Nothing here knows the
site generator; `macros.py` at the top of the repository does.
"""
