"""Pictures of connections as SVG, laid out when the site is built. Pure: the same ties give the same text.

A layout is a value that can be tested (rows, points, curves); its `svg` is one element without
blank lines. Lengths are units of the viewBox, which are pixels at its usual size. Colours and
fonts come from `docs/assets/connections.css` through classes; nothing here sets a style.
"""
