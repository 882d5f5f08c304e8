"""News: pages of articles, and the lists that show them."""

from home.news.models.areas import AlertArea
from home.news.models.banner import EmergencyBanner
from home.news.models.listing import SECTIONS, ListEntry
from home.news.models.notices import NoticeIndexPage, NoticeKind, NoticePage
from home.news.models.pages import ArticlePage, NewsIndexPage
from home.news.models.share import Share
from home.news.models.story import Story
from home.news.models.texts import OfficialText
from home.news.models.topics import Topic

__all__ = [
    "SECTIONS",
    "AlertArea",
    "ArticlePage",
    "EmergencyBanner",
    "ListEntry",
    "NewsIndexPage",
    "NoticeIndexPage",
    "NoticeKind",
    "NoticePage",
    "OfficialText",
    "Share",
    "Story",
    "Topic",
]
