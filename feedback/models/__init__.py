"""Tables of the question desk."""

from feedback.models.answer import Answer, PublicQuestion, QuestionTopic
from feedback.models.attachment import Attachment
from feedback.models.case import Case, CaseQuerySet, Pause
from feedback.models.event import CaseEvent, CaseNote, ReminderSent
from feedback.models.incoming import IncomingMail
from feedback.models.letter import Letter
from feedback.models.pages import QuestionDeskPage
from feedback.models.request import DataRequest
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
    "DataRequest",
    "IncomingMail",
    "Letter",
    "Pause",
    "PublicQuestion",
    "QuestionDeskPage",
    "QuestionTopic",
    "ReminderSent",
    "Stream",
    "StreamTerms",
]
