"""A photograph is made smaller on the device before it is sent, upright; what is no picture goes as it is."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser, Request

from tests.e2e.phone import on_a_phone

pytestmark = pytest.mark.browser
WIDTH, HEIGHT, LONGEST = 4000, 3000, 2560


def photograph() -> bytes:
    """As a telephone writes it: 12 million points with noise, lying on its side, its turn told by EXIF."""
    held, exif = BytesIO(), Image.Exif()
    exif[0x0112] = 6
    Image.effect_noise((WIDTH, HEIGHT), 40).convert("RGB").save(held, "JPEG", quality=90, exif=exif)
    return held.getvalue()


def sent_picture(request: Request) -> bytes:
    """The bytes of the JPEG in a posted form."""
    body = request.post_data_buffer or b""
    start = body.index(b"\xff\xd8\xff")
    return body[start : body.index(b"\xff\xd9\r\n--", start) + 2]


def test_a_photograph_leaves_the_phone_smaller_and_upright(browser: Browser, demonstration: str) -> None:
    whole = photograph()
    context = on_a_phone(browser, demonstration, "editor.xa-van-tu")
    page = context.pages[0]
    page.goto(f"{demonstration}/admin/images/multiple/add/")
    # Nothing is kept: the answer of the server is of no interest here.
    page.route("**/admin/images/multiple/add/", lambda route: route.abort())
    with page.expect_request(lambda request: request.method == "POST") as found:
        page.locator("input[type=file]").first.set_input_files(
            {"name": "IMG_2043.jpg", "mimeType": "image/jpeg", "buffer": whole}
        )
    sent = sent_picture(found.value)
    picture = Image.open(BytesIO(sent))
    assert len(sent) < len(whole) / 2
    assert picture.size == (LONGEST * HEIGHT // WIDTH, LONGEST)
    assert picture.getexif().get(0x0112, 1) == 1
    context.close()
