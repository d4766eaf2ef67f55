"""The search index as files: everything that can be found, and by which words.

Why our own, and not an engine: the index must be nothing at first view and small at the first
query, find any substring of Chinese text by its Traditional or Simplified form, and stay in
that bound at ten thousand entries. MiniSearch and FlexSearch load a whole index (0.95 MB at
1,000 entries); Pagefind loads pieces, but cuts Chinese by a dictionary and misses 數碼港
within a sentence; neither knows that 商湯 is 商汤. What is needed is little: this package
and `docs/assets/search.js`, which folds and cuts a query exactly as `terms` does here.

term      text to terms
document  what can be found, from the data and on pages written by hand
index     the files

What is written, all under `search/<version>/`, but for `search/index.json`, which names the version:

index.json   first term of each piece of the index, first document of each piece of text, which
             Traditional character is which Simplified one, words not searched for, the groups
t<n>.json    a piece of the index: term -> [4 * (document - the one before) + level, ...]
d<n>.json    a piece of the documents: [address, group, title, other names, summary, sentences]

A document is a page or an entry of a list, so that a common word costs one number a page; in
which of its sentences the words stand is seen in the browser, from the text it shows anyway.
The address changes with the content: a browser never mixes two states of the site.
"""

from hkai.search.document import Document, documents, guide, page
from hkai.search.index import Files, files
from hkai.search.term import cut, fold, simplified, stem, terms

__all__ = [
    "Document",
    "Files",
    "cut",
    "documents",
    "files",
    "fold",
    "guide",
    "page",
    "simplified",
    "stem",
    "terms",
]
