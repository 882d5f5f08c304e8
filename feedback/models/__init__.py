"""Tables of the question desk."""

from feedback.models.answer import Answer, PublicQuestion, QuestionTopic
from feedback.models.attachment import Attachment
from feedback.models.case import Case, CaseQuerySet, Pause
from feedback.models.event import CaseEvent, CaseNote, ReminderSent
from feedback.models.stream import Stream, StreamTerms
from feedback.models.template import AnswerTemplate

__all__ = [
    "Answer",
    "AnswerTemplate",
    "Attachment",
    "Case",
    "CaseEvent",
    "CaseNote",
    "CaseQuerySet",
    "Pause",
    "PublicQuestion",
    "QuestionTopic",
    "ReminderSent",
    "Stream",
    "StreamTerms",
]
