"""Mails and boxes of them."""

from __future__ import annotations

import time
from email.message import EmailMessage
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.reading import TEXT, come

HEAD = (b"From: =?utf-8?B?0JzQmNCU?= <press@gov.example>\nDate: Thu, 05 Mar 2026 18:40:00 +0500\nMIME-Version: 1.0\n"
        b"Subject: =?koi8-r?B?8M/Tz8w=?=\n =?utf-8?Q?_=D0=BF=D1=80=D0=B8=D0=B1=D1=8B=D0=BB?=\n"
        b"Message-ID: <5@gov.example>\n")


def _mail(*attached: tuple[str, str, bytes], html: str = "", text: str = TEXT) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Пресс-служба <press@gov.example>", "Посол прибыл"
    mail["Date"], mail["Message-ID"] = "Thu, 05 Mar 2026 18:40:00 +0500", "<7@gov.example>"
    if text:
        mail.set_content(text, charset="koi8-r", cte="base64")
    if html:
        (mail.add_alternative if text else mail.set_content)(html, subtype="html")
    for name, media, data in attached:
        mail.add_attachment(data, *media.split("/"), filename=name)
    return mail


def test_a_mail_is_a_report_and_its_head_tells_of_it(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(HEAD + b"Content-Type: text/plain; charset=utf-8\n\n" + TEXT.encode())
    report, = come(tmp_path, tmp_path / "a.eml").reports
    assert (report.id, report.given_id, report.title, report.author, report.published, report.text) == (
        "5@gov.example", "5@gov.example", "Посол прибыл", "МИД", "2026-03-05T18:40", TEXT)


def test_plain_text_is_preferred_and_what_is_attached_is_read_by_itself(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("нота.txt", "Нота вручена послу.")
    mail = _mail(("заявление.txt", "text/plain", "Заявление министра.".encode("cp1251")),
                 ("герб.png", "image/png", b"\x89PNG"),
                 ("all.zip", "application/zip", (tmp_path / "all.zip").read_bytes()), html="<p>Посол Омана отбыл.</p>")
    inner = _mail(text="Посол вернулся.")
    mail.add_attachment(inner)
    (tmp_path / "a.eml").write_bytes(mail.as_bytes())
    came = come(tmp_path, tmp_path / "a.eml")
    assert [(r.text.strip(), r.published) for r in came.reports] == [
        (TEXT, "2026-03-05T18:40"), ("Заявление министра.", "2026-03-05T18:40"), ("Нота вручена послу.", None),
        ("Посол вернулся.", "2026-03-05T18:40")]
    assert came.ids[1:3] == ["a.eml!заявление.txt", "a.eml!all.zip!нота.txt"]
    assert (came.skipped, came.faults) == ([("a.eml!герб.png", "a picture")], [])


def test_a_mail_that_is_html_alone_is_read_as_a_page(tmp_path: Path) -> None:
    page = "<p>Посол Омана прибыл в Хорог, где его встретил министр.</p>" * 9
    mail = _mail(html=f"<html><body><article>{page}</article></body></html>", text="")
    (tmp_path / "a.eml").write_bytes(mail.as_bytes())
    report, = come(tmp_path, tmp_path / "a.eml").reports
    assert (report.title, report.published) == ("Посол прибыл", "2026-03-05T18:40")
    assert "встретил министр" in report.text and "<p>" not in report.text


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_box_of_mails(tmp_path: Path, ends: str) -> None:
    with (tmp_path / "a.mbox").open("wb") as file:
        for n in range(3):
            mail = _mail(text=f"Посол {n} прибыл.\n\nFrom Baku he went on.")
            del mail["Message-ID"]
            text = mail.as_bytes().decode().replace("\n", ends)
            file.write(f"From press@gov.example Thu Mar  5 18:4{n}:00 2026{ends}{text}{ends}".encode())
    came = come(tmp_path, tmp_path / "a.mbox")
    assert came.ids == ["a.mbox!1", "a.mbox!2", "a.mbox!3"]
    assert [r.text.split()[1] for r in came.reports] == ["0", "1", "2"]
    (tmp_path / "box").write_bytes((tmp_path / "a.mbox").read_bytes())
    assert come(tmp_path, tmp_path / "box").ids == ["box!1", "box!2", "box!3"]


@pytest.mark.parametrize(("head", "title", "author", "published"), [
    (b"Subject: =?none?B?0JzQmNCU?=\nDate: yesterday\nFrom: " + b"(" * 50_000 + b"\n", None, None, None),
    (b"Subject: \x1b[31m\xd0\x9f\xd0\xbe\nFrom: a@gov.example\nDate: Thu, 35 Mar 2026 99:40:00 +9999\n", "[31m",
     "a@gov.example", None),
    (b"Subject: " + b"=?utf-8?B?0JzQmNCU?= " * 100_000 + b"\nFrom: <>\nDate: " + b"5 " * 100_000 + b"\n", "МИДМИД",
     None, None)],
    ids=["unknown", "control", "long"])
def test_a_strange_head_tells_nothing_and_does_no_harm(tmp_path: Path, head: bytes, title: str | None,
                                                       author: str | None, published: str | None) -> None:
    (tmp_path / "a.eml").write_bytes(head + b"Content-Type: text/plain; charset=punycode\n\n" + TEXT.encode())
    came = come(tmp_path, tmp_path / "a.eml")
    assert not came.faults
    report, = came.reports
    assert (report.author, report.published, report.text) == (author, published, TEXT)
    assert (report.title or "").isprintable()
    assert title is None or (report.title or "").startswith(title)


def _nested(levels: int, body: bytes) -> bytes:
    parts = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(levels))
    return HEAD + parts + b"Content-Type: text/plain\n\n" + body


@pytest.mark.parametrize(("data", "read"), [
    (_nested(20, b"one two\n"), True), (_nested(3_000, b"one two\n"), False), (_nested(50, b"--\n" * 500_000), False),
    (HEAD + b"Content-Type: message/rfc822\n\n" * 5_000, False),
    (HEAD + b"Content-Type: text/plain; " + b"a*0=b; " * 100_000 + b"\n\none two", False),
    (HEAD + b"Content-Type: text/plain\n ; " + b"a=\"b\n ;" * 100_000 + b"\n\none two", False),
    (HEAD + b"X: y\n" * 200_000 + b"\none two", True)],
    ids=["deep", "too deep", "deep and long", "mails in mails", "long line", "folded line", "long head"])
def test_a_hostile_mail_takes_no_time(tmp_path: Path, data: bytes, read: bool) -> None:
    (tmp_path / "a.eml").write_bytes(data)
    begun = time.process_time()
    came = come(tmp_path, tmp_path / "a.eml")
    assert time.process_time() - begun < 5
    assert (len(came.reports), len(came.faults)) == (int(read), int(not read))


def test_a_mail_of_a_box_that_is_too_large_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("elchi.read.mail.HELD", 10_000)
    parting = b"From a@gov.example Thu Mar  5 18:40:00 2026\n"
    (tmp_path / "a.mbox").write_bytes(parting + HEAD + b"\none two\n\n" + parting + HEAD + b"\n" + b"x " * 20_000)
    came = come(tmp_path, tmp_path / "a.mbox")
    assert [r.text for r in came.reports] == ["one two\n\n"]
    assert [f.startswith("a.mbox: holds a mail that is larger than") for f in came.faults] == [True]
