"""Outside links: whether the pages that the data names are still there.

urls        the addresses in the data, and where each is used
hosts       whose turn it is: one request at a time to a host, with a pause
network     connections: who may be reached, time limits, retries (urllib3)
robots      what a host asks of programs
fetch       one address followed to its end: an Outcome
reading     what an HTML page says of itself: title, headings, anchors
judge       an Outcome to a Verdict; pure
state       what was seen from run to run: data/links/state.json
exempt      data/links/exceptions.yml
run         all of it, in parallel over hosts, stopped and resumed at will
report      findings, as text, Markdown, JSON or annotations
first_look  what one try of new addresses saw, for a pull request
command     `hkai links`

The site needs `state`, `exempt`, `urls` and `report` only; nothing of the network is imported for it.
"""
