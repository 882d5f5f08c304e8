"""Settings shared by every environment: only the parts, in the order in which they build on each other."""

from portal.settings.parts.accounts import *
from portal.settings.parts.apps import *
from portal.settings.parts.cache import *
from portal.settings.parts.database import *
from portal.settings.parts.email import *
from portal.settings.parts.feedback import *
from portal.settings.parts.i18n import *
from portal.settings.parts.logging import *
from portal.settings.parts.places import *
from portal.settings.parts.search import *
from portal.settings.parts.security import *
from portal.settings.parts.storage import *
from portal.settings.parts.wagtail import *
