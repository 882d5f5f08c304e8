"""What is read aloud over a loudspeaker: words for numbers, days and hours, and the script of a notice.

* :mod:`.numbers`: numbers, days and hours as they are said;
* :mod:`.words`: a written sentence as it is read, without abbreviations;
* :mod:`.script`: the script of a notice or an article, at most 150 words.
"""
