"""The weights of the ranking, all in one place; tests run the scorer with them.

Each is worth that many points for a full agreement (0–1) unless the comment says otherwise.
"""

COVERED_QUERY = 12.0
COVERED_NAME = 6.0
PAIRS = 8.0
FIELD = 2.7
# For each action of the name that was not asked for, at most three; and once for any.
UNASKED_ACTION = -2.0
ANY_UNASKED = -1.5
ASKED_ACTION = 1.0
EXACT_NAME = 2.0
BODY = 0.5
BODY_PAIRS = 2.7
TRIGRAMS = 4.0
MARKS = 1.0
CODE = 1000.0
# An alias that fits as well as a name counts this share of it.
ALIAS = 0.97
