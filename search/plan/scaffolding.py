"""Words around a question that say nothing about what is wanted.

In the names of procedures these words are rare, so a ranking by rarity would follow them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from search.plan.repair import Word
from search.vocabulary import Vocabulary
from search.words import tokens

WEIGHT = 0.12
# Neighbours that this many names hold make even a chat word count; in a small index one is enough.
FREQUENT = 3
SMALL = 500

_PHRASES = """
cần giấy tờ gì; cần những giấy tờ gì; cần giấy tờ nào; cần những giấy tờ nào; giấy tờ gì; cần những gì;
cần gì; cần chuẩn bị gì; chuẩn bị giấy tờ gì; chuẩn bị những gì; hồ sơ gồm những gì; hồ sơ gồm gì;
hồ sơ cần gì; cần hồ sơ gì; gồm những gì; gồm những giấy tờ gì; giấy tờ cần thiết; những giấy tờ nào;
những giấy tờ gì; mất bao lâu; trong bao lâu; bao lâu; bao lâu thì có; bao nhiêu ngày; mấy ngày;
khi nào có; bao giờ có; thời gian bao lâu; nộp ở đâu; làm ở đâu; ở đâu; đến đâu; tới đâu;
nộp hồ sơ ở đâu; đi đâu; ở chỗ nào; liên hệ ở đâu; liên hệ đâu; chỗ nào; lệ phí bao nhiêu;
phí bao nhiêu; hết bao nhiêu tiền; mất bao nhiêu tiền; bao nhiêu tiền; bao nhiêu; tốn bao nhiêu;
có mất tiền không; mất tiền không; nộp hồ sơ; làm hồ sơ; hồ sơ; như thế nào; thế nào; làm thế nào;
làm như thế nào; làm sao; làm sao để; phải làm sao; phải làm gì; làm gì; ra sao; cách nào; cho tôi hỏi;
cho em hỏi; cho mình hỏi; cho hỏi; xin hỏi; xin cho hỏi; xin cho biết; cho biết; hỏi về; tôi muốn hỏi;
em muốn hỏi; tôi muốn; em muốn; mình muốn; muốn; tôi cần; em cần; mình cần; tôi định; nhà tôi; nhà em;
của tôi; của em; của mình; giúp tôi; giúp em; được không; có được không; có phải; có cần; phải không;
có thể; không ạ; vậy ạ; ạ; với ạ; nhé; trình tự thủ tục; trình tự; thủ tục; thủ tục hành chính;
quy trình; hướng dẫn làm; cách làm; thủ tục làm; các bước; online; trên mạng; qua mạng; trực tuyến;
tại nhà; điều kiện gì; điều kiện như thế nào; yêu cầu gì; là gì; ai được; ai làm; ai có thể;
cơ quan nào; cơ quan nào giải quyết; cơ quan nào cấp
"""
_CHAT = """
à ạ ai anh ah ad admin ak bạn bao bên bị bây giờ biết bố bác cái cả cách cần chị chỉ cho chứ chưa chúng
có còn con cô cứ của dạ dùm giùm giúp đâu đây đã đang để đến đi định đó đừng được em ê gì hay hãy hen hết
hỏi hok hông hả hộ khi không ko k kg là lại làm lên lúc luôn lắm mà mấy mẹ mình mới muốn nào này nên nếu
nghe người nhà nha nhé nhỉ những như nó nơi nữa ơi ở phải qua ra rồi rằng sao sẽ sau ta tại thì thế thôi
thủ tục tôi tui tớ trước từ theo tới và vẫn vào vậy vì việc với về xin xong vừa xem ý các một mất tiền
giấy tờ nộp hồ sơ ntn shop dc đc vs j mn mng please help
"""
# These look like chat folded, but stand for things in names too often to be weighed down.
_NEVER = frozenset(
    {"bi", "con", "me", "bo", "nha", "ho", "lai", "nguoi", "viec", "moi", "so", "mat", "vao", "tai"}
)


@cache
def phrases() -> frozenset[tuple[str, ...]]:
    """All phrases, folded."""
    return frozenset(tuple(tokens(phrase)) for phrase in re.split(r"[;\n]", _PHRASES) if phrase.strip())


@cache
def chat() -> frozenset[str]:
    """All chat words, folded."""
    return frozenset(tokens(_CHAT)) - _NEVER


def dropped(words: Sequence[Word]) -> list[bool]:
    """For each word, whether it belongs to a phrase that drops out; nothing drops when all would."""
    longest = max(len(phrase) for phrase in phrases())
    out = [False] * len(words)
    at = 0
    while at < len(words):
        size = next(
            (
                size
                for size in range(min(longest, len(words) - at), 0, -1)
                if tuple(word.best for word in words[at : at + size]) in phrases()
            ),
            0,
        )
        for place in range(at, at + size):
            out[place] = True
        at += size or 1
    return out if not all(out) else [False] * len(words)


def weight(words: Sequence[Word], at: int, vocabulary: Vocabulary) -> float:
    """1, or ``WEIGHT`` for a chat word that makes no frequent pair with its neighbours."""
    word = words[at].best
    if word not in chat():
        return 1.0
    before = words[at - 1].best if at else ""
    after = words[at + 1].best if at + 1 < len(words) else ""
    enough = FREQUENT if vocabulary.size >= SMALL else 1
    for one, two in ((before, word), (word, after)):
        other = one if two == word else two
        if other and other not in chat() and vocabulary.joints.get(f"{one}_{two}", 0) >= enough:
            return 1.0
    return WEIGHT
