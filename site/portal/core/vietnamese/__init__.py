"""Vietnamese as it is typed: syllables, letters of the fonts before Unicode, and what a reader would mark.

Pure functions over text, used at every door through which words come in; nothing here knows of pages.
"""
