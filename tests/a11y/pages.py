"""The pages that are looked at in a browser: one of each kind, and the hard ones."""

import json
from functools import cache
from pathlib import Path

import procedures_pages

DEMO = Path(procedures_pages.__file__).parent / "demo"
# Complete procedures of the demonstration with many cases, a long name, a fee by channel.
COMPLETE = ["1.001193", "1.013831", "1.013225", "2.001199"]
COMMUNE, DEPARTMENT = "/xa-phuong/xa-van-tu/", "/co-quan/so-tu-phap/"


@cache
def facts() -> list[dict[str, str]]:
    """The procedures of which the demonstration holds the facts alone."""
    whole = {file.stem for file in (DEMO / "procedures").glob("*.json")}
    rows = [json.loads(line) for line in (DEMO / "facts.jsonl").read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if row["code"] not in whole]


def longest_name() -> dict[str, str]:
    return max(facts(), key=lambda row: len(row["name"]))


def longest_word() -> dict[str, str]:
    return max(facts(), key=lambda row: max(len(word) for word in row["name"].split()))


PAGES = {
    "home of the province": "/",
    "home of a department": DEPARTMENT,
    "home of a commune": COMMUNE,
    "communes": "/xa-phuong/",
    "communes as of a day": "/xa-phuong/?ngay=30/06/2025",
    "communes, no such day": "/xa-phuong/?ngay=31/02/2025",
    "departments": "/co-quan/",
    "catalogue of the province": "/thu-tuc/",
    "catalogue, second page": "/thu-tuc/?trang=2",
    "catalogue of a commune": COMMUNE + "thu-tuc/",
    "catalogue, narrowed": COMMUNE + "thu-tuc/?doi-tuong=cong-dan&cach-nop=tai-quay",
    **{f"procedure {code}": f"/thu-tuc/{code}/" for code in COMPLETE},
    "procedure at a commune": COMMUNE + "thu-tuc/1.001193/",
    "procedure, summary": f"/thu-tuc/{facts()[0]['code']}/",
    "procedure, longest name": f"/thu-tuc/{longest_name()['code']}/",
    "procedure, longest word": f"/thu-tuc/{longest_word()['code']}/",
    "search": "/tim-kiem/?q=khai+sinh",
    "search, nothing found": "/tim-kiem/?q=zzzzqqq",
    "search, empty": "/tim-kiem/",
    "search of a commune": COMMUNE + "tim-kiem/?q=dat+dai",
    "news": "/tin-tuc/",
    "news of a commune": COMMUNE + "tin-tuc/",
    "article": "/tin-tuc/tu-15-10-nop-ho-so-o-xa-phuong-nao-trong-tinh-cung-duoc/",
    "notices": "/thong-bao/",
    "notices that are over": COMMUNE + "thong-bao/da-het-han/",
    "notice": "/thong-bao/lay-y-kien-du-thao-quy-dinh-muc-thu-le-phi-ho-tich/",
    "leaders' week": "/lich-cong-tac/",
    "leaders' week of a commune": COMMUNE + "lich-cong-tac/",
    "reception days": "/tiep-cong-dan/",
    "reception days of a commune": COMMUNE + "tiep-cong-dan/",
    "how views are counted": COMMUNE + "luot-truy-cap/",
    "thanks for a vote": COMMUNE + "de-hieu/cam-on/",
    "about": "/gioi-thieu/",
    "contact": "/lien-he/",
    "working days": "/lich-lam-viec/",
    "working days, counted": "/lich-lam-viec/?nhan=2026-11-20&so=2&don-vi=lv",
    "working days, refused": "/lich-lam-viec/?nhan=hom-qua&so=x&don-vi=lv",
    "about a commune": COMMUNE + "gioi-thieu/",
    "contact of a commune": COMMUNE + "lien-he/",
    "places": "/noi-tiep-nhan/",
    "places of a commune": COMMUNE + "noi-tiep-nhan/",
    "questions": "/hoi-dap/",
    "questions of a commune": COMMUNE + "hoi-dap/",
    "asking, doors": COMMUNE + "hoi-dap/gui/?thu-tuc=1.001193",
    "asking, no door": COMMUNE + "hoi-dap/gui/?viec=",
    "asking": COMMUNE + "hoi-dap/gui/cau-hoi/?thu-tuc=1.001193",
    "asking about a rule": COMMUNE + "hoi-dap/gui/quy-dinh/",
    "asking as a business in English": "/en/hoi-dap/gui/doanh-nghiep/",
    "the way of complaints": COMMUNE + "hoi-dap/gui/khieu-nai-to-cao/",
    "the way of requests": COMMUNE + "hoi-dap/gui/yeu-cau-thong-tin/",
    "looking up": COMMUNE + "hoi-dap/tra-cuu/",
    "figures": "/hoi-dap/thong-ke/",
    "late": "/hoi-dap/qua-han/",
    "feedback on rules": COMMUNE + "phan-anh-kien-nghi/",
    "questions in English": "/en/hoi-dap/",
    "publication log": "/nhat-ky-cong-bo/",
    "corrections": "/dinh-chinh/",
    "publication log of a commune": COMMUNE + "nhat-ky-cong-bo/?hanh-vi=lan-dau",
    "publication log in English": "/en/nhat-ky-cong-bo/",
    "not found": "/khong-co-trang-nay/",
    "unknown code": "/thu-tuc/9.999999/",
    "home in English": "/en/",
    "about in English": "/en/gioi-thieu/",
    "contact in English": "/en/lien-he/",
    "places in English": "/en/noi-tiep-nhan/",
    "catalogue in English": "/en/thu-tuc/",
    "procedure in English": "/en/thu-tuc/1.001193/",
    "not found in English": "/en/no-such-page/",
}
MISSING = {"not found", "unknown code", "not found in English"}
