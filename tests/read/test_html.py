from __future__ import annotations

import json
import time
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from benchmarks.extraction import f1, pages
from elchi.errors import ReportError
from elchi.model import Report
from elchi.read.html import read_html
from elchi.read.pieces import Found, Given, How, Skipped, of_bytes
from elchi.read.worth import is_worth

PAGES = pages()
REPORTS = [(name, data, want) for name, data, want in PAGES if not want.get("skipped")]
OTHERS = [(name, data, want) for name, data, want in PAGES if want.get("skipped")]
STORY = "<p>Министр иностранных дел Омана принял посла Ирана и обсудил с ним перевозку грузов через пролив.</p>"
TITLE = "Оман и Иран обсудили пролив"
NOTHING = Given()


def read(data: bytes | str, media: str | None = "text/html; charset=utf-8", given: Given = NOTHING) -> Found:
    data = data.encode() if isinstance(data, str) else data
    (found,) = read_html(of_bytes("page.html", data, media, given), How())
    return found


def report(data: bytes | str, media: str | None = "text/html; charset=utf-8", given: Given = NOTHING) -> Report:
    found = read(data, media, given)
    assert isinstance(found, Report), found
    return found


def page(body: str = 3 * STORY, head: str = "") -> str:
    return f"<html><head><title>{TITLE}</title>{head}</head><body><h1>{TITLE}</h1>{body}</body></html>"


@pytest.mark.parametrize(("name", "data", "want"), REPORTS, ids=[name for name, _, _ in REPORTS])
def test_saved_page(name: str, data: bytes, want: dict[str, Any]) -> None:
    found = report(data, want["media"], Given(url=want["url"]))
    assert f1(found.text.removeprefix(found.title or ""), " ".join(want["body"])) > 0.92
    told = {f: getattr(found, f) for f in ("title", "outlet", "published", "language", "url")}
    assert told == {f: want[f] for f in told}
    assert found.updated == want.get("updated")
    assert found.author == want.get("author", found.author)


def test_saved_pages_together() -> None:
    together = [
        f1(report(data, want["media"]).text, " ".join([want["title"], *want["body"]])) for _, data, want in REPORTS
    ]
    assert sum(together) / len(together) > 0.98
    assert len(REPORTS) >= 24 and sum(want["unseen"] for _, _, want in REPORTS) >= 12
    assert all(10_000 < len(data) < 60_000 for _, data, _ in REPORTS)


@pytest.mark.parametrize(("name", "data", "want"), OTHERS, ids=[name for name, _, _ in OTHERS])
def test_page_that_is_no_report(name: str, data: bytes, want: dict[str, Any]) -> None:
    assert isinstance(read(data, want["media"]), Skipped)


def test_why_a_page_is_no_report() -> None:
    why = {name: read(data).why for name, data, _ in OTHERS if isinstance(found := read(data), Skipped) and found.why}  # type: ignore[union-attr]
    assert why["none-404"] == "an error page"
    assert why["none-login"] == why["none-challenge"] == "a wall before the page"
    assert why["none-search"] == "results of a search"
    assert why["none-list"] == "a list of pages"
    assert why["none-contacts"] == why["none-home"] == "no story in it"


def test_text_is_title_and_paragraphs() -> None:
    found = report(
        page(
            "<p>Первый абзац рассказывает о встрече министров.</p><div>Второй абзац<br><br>Третий абзац, в "
            "котором <b>жирное</b> и <a href='/'>ссылка</a>.</div>"
        )
    )
    assert found.text == (
        f"{TITLE}\n\nПервый абзац рассказывает о встрече министров.\n\nВторой абзац\n\nТретий абзац, в "
        "котором жирное и ссылка."
    )
    assert [b.kind for b in found.blocks][0] == "title"


def test_furniture_is_left_out() -> None:
    found = report(
        page(f"""<p>Читайте также: <a href="/1">Новый мост открыли в горах</a></p>{STORY}
        <p>Подписывайтесь на наш канал, чтобы не пропустить новости.</p><div class="share-buttons">Поделиться</div>
        <figure><img src="1.jpg"><figcaption>Посол Ирана во дворце. Снимок службы печати</figcaption></figure>{STORY}
        <div style="display: none">Это не видно никому, кроме машины, и потому не читается.</div>
        <p>Теги: Оман, Иран</p>""")
    )
    assert found.text.count("Министр иностранных дел Омана") == 2
    assert not any(w in found.text for w in ("Читайте", "мост", "канал", "Поделиться", "Снимок", "машины", "Теги"))


def test_given_facts_win() -> None:
    facts = {"url": "https://hrebet.kz/1", "outlet": "Хребет", "title": "Другой заголовок", "author": "А. Исаков",
             "published": "2025-01-02T03:04", "updated": "2025-01-03", "language": "kk"}
    head = """<meta property="article:published_time" content="2026-03-05T10:00:00+05:00">
              <meta name="author" content="Б. Б.">
              <meta property="og:site_name" content="Степь"><link rel="canonical" href="https://step.kz/2">"""
    found = report(page(head=head), given=Given(id="7", **facts))
    assert found.given_id == "7" and {f: getattr(found, f) for f in facts} == facts


def test_facts_of_the_page_fill_in() -> None:
    head = """<meta property="article:published_time" content="2026-03-05T22:30:00Z">
              <meta property="og:site_name" content="Степь">
              <link rel="canonical" href="https://step.kz/2">"""
    found = report(page(head=head))
    assert (found.url, found.outlet, found.published) == ("https://step.kz/2", "Степь", "2026-03-06T03:30")


TOLD = [
    f"Министр {name} сообщил на встрече в Маскате, что перевозки по морю выросли на {n} процентов за год."
    for n, name in enumerate(("Орлов", "Аль-Хинди", "Сабитов", "Керимов", "Назари", "Батыров"), 11)
]
OTHER = "Чужой рассказ о том, как в соседней области открыли новый мост через широкую реку и пустили поезда."
PARTS = (30 * "{0}" + "{1}", "{2}{3}", "{4}{5}")
RELATED, COMMENTS = 18 * "<div class=related>{o}</div>", 18 * "<div class=comment>{o}</div>"
FORMS = {
    "head with a deck": "<article><header>{t}{0}<h2>О перевозках</h2></header><div>{1}{2}{3}{4}{5}</div></article>",
    "head by its name": "<div><div class=article-head>{t}{0}</div><h3>Ещё</h3><ul><li><a href=/>Порт</a></ul>"
    "<div class=b>{1}{2}{3}{4}{5}</div></div>",
    "for print": "{t}<div class='article_content content_print'>{all}</div>" + COMMENTS,
    "with advertisements": "{t}<div class=part--has-ads>{all}</div>" + RELATED,
    "beside nothing": "{t}<div class='sidebar-fixed l-article-body'>{all}</div>" + RELATED,
    "parts": "{t}" + "".join(f"<div><div><div class=part>{p}</div></div><i>Реклама 6+</i></div>" for p in PARTS),
    "wrapped parts": "{t}" + "".join(f"<div><div class=w><div>{p}</div></div><a href=/>Ещё</a></div>" for p in PARTS),
    "a part holds most": "{t}<div>{0}{1}{2}" + 12 * "{3}" + "<div>" + 60 * "{4}" + "{5}</div></div>",
    "other stories after": "<div>{t}<div>{all}</div>" + 20 * "<div><h2><a href=/>Мост</a></h2>{o}</div>" + "</div>",
    "a box of links": "{t}<div>{0}{1}<ul>" + 6 * "<li><a href=/>О перевозках по морю</a>" + "</ul>{2}{3}{4}{5}</div>",
}


@pytest.mark.parametrize("form", FORMS)
def test_forms_of_pages_in_the_wild(form: str) -> None:
    told = [f"<p>{p}</p>" for p in TOLD]
    body = FORMS[form].format(*told, all="".join(told), t=f"<h1>{TITLE}</h1>", o=f"<p>{OTHER}</p>")
    found = report(f"<html><head><title>{TITLE}</title></head><body>{body}</body></html>")
    assert [p for p in TOLD if p not in found.text] == []
    assert OTHER not in found.text and found.title == TITLE


def test_a_deck_that_the_text_begins_with_is_told_once() -> None:
    found = report(page(f"<p class=lead>{TOLD[0]}</p><p>5 марта 2026</p><div><p>{TOLD[0]} {TOLD[1]}</p>{STORY}</div>"))
    assert found.text.count(TOLD[0]) == 1 and TOLD[1] in found.text


PROPERTY = '<meta property="article:{}_time" content="{}">'


@pytest.mark.parametrize(
    ("head", "line", "published", "updated"),
    [
        ("", '<div><time datetime="2026-03-05T10:20">5 mars</time></div>', "2026-03-05T10:20", None),
        ("", "<p>Обновлено: 05.03.2026 10:20</p>", "2026-03-05T10:20", None),
        ('<meta name="publish_date" content="Thu, 05 Mar 2026 10:20:00">', "", "2026-03-05T10:20", None),
        (
            PROPERTY.format("published", "2026-03-04T09:00") + PROPERTY.format("modified", "2026-03-05T10:20"),
            "<p>5 марта 2026, 10:20</p>",
            "2026-03-04T09:00",
            "2026-03-05T10:20",
        ),
    ],
)
def test_dates_in_the_wild(head: str, line: str, published: str, updated: str | None) -> None:
    found = report(page(line + 3 * STORY, head))
    assert (found.published, found.updated) == (published, updated)


RUSSIAN = page(head='<meta charset="{}">')


@pytest.mark.parametrize(
    ("declared", "encoding", "media"),
    [
        ("windows-1251", "cp1251", "text/html"),
        ("utf-8", "cp1251", "text/html; charset=utf-8"),
        ("utf-8", "utf-8", None),
        ("windows-1251", "utf-8", "text/html; charset=windows-1251"),
        ("koi8-r", "koi8-r", None),
        ("x", "utf-8-sig", "text/html"),
        ("utf-16", "utf-16", "text/html"),
        ("x", "cp1251", "text/html; charset=cp1251"),
        ("zip", "cp1251", "text/html; charset=base64"),
    ],
)
def test_encodings(declared: str, encoding: str, media: str | None) -> None:
    assert report(RUSSIAN.format(declared).encode(encoding), media).title == TITLE


def test_a_page_that_breaks_off_in_a_letter_is_read() -> None:
    data = page().encode()
    assert "перевозку грузов" in report(data[: data.index("перевозку".encode()) + 400][:-1]).text


def test_names_of_classes_are_not_needed() -> None:
    menu = (
        "<ul>" + "".join(f"<li><a href='/{i}'>Новость номер {i} о делах в городе</a></li>" for i in range(40)) + "</ul>"
    )
    comments = "".join(
        f"<div><b>Гость</b><p>{3 * 'Не согласен с тем, что здесь написано. '}</p></div>" for _ in range(9)
    )
    found = report(
        f"<html><head><title>{TITLE}</title></head><body>{menu}<div><h1>{TITLE}</h1><i>5 марта 2026, 10:20</i><div>"
        f"{STORY}</div></div><div><h3>Мнения</h3>{comments}</div><div>{menu}</div></body></html>"
    )
    assert found.text.count("\n\n") == 1 and found.published == "2026-03-05T10:20"


HOSTILE = {
    "a million tags": "<html><body>" + "<div>" * 1_000_000 + STORY,
    "tags that are not closed": "<html><body>" + "<b><p>" * 100_000 + STORY,
    "null bytes": page().replace("М", "М\0"),
    "large attributes": page('<div class="' + "x-y_Z " * 300_000 + f'">{STORY}</div>'),
    "nested furniture": page(("<div class=ad>" * 240 + "x" * 70 + "</div>" * 240) * 50 + STORY),
    "nested rights": page(("<div>©" * 240 + "</div>" * 240) * 50 + STORY),
    "nested microdata": page(("<div itemprop=author>" * 240 + "Имя" + "</div>" * 240) * 50 + STORY),
    "deep JSON": page(head=f'<script type="application/ld+json">{"[" * 200_000}</script>'),
    "deep objects": page(
        head='<script type="application/ld+json">' + '{"a":' * 100_000 + "1" + "}" * 100_000 + "</script>"
    ),
    "commas": page(head='<script type="application/ld+json">{"a":1' + ("," + " " * 2_000) * 500 + "</script>"),
    "names without end": page(head='<script type="application/ld+json">' + '"headline":"' * 50_000 + "</script>"),
    "wrong kinds": page(
        head='<script type="application/ld+json">{"@type":"NewsArticle","headline":{"a":[1]},"datePublished":1e999,'
        '"author":[[[]]],"publisher":7,"@id":{}}</script>'
    ),
    "a huge number": page(
        head=f'<script type="application/ld+json">{{"headline":"x","datePublished":{"9" * 50_000}}}</script>'
    ),
    "odd dates": page(head='<meta property="article:published_time" content="99999-99-99T99:99">' * 2_000),
    "dates at the edge": page(head='<meta property="article:published_time" content="0001-01-01T00:00:00+23:59">'),
    "entities": page(f"<p>&#27;[31m&#x9b;31m&#0;&#xD800;&#x202e;&#1114112;&#8203;</p>{STORY}"),
    "outer entities": f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>{page("<p>&a;&a;</p>" + STORY)}',
    "breaks": page("а<br>" * 20_000 + STORY),
    "many paragraphs": page("<p>Раз два три четыре пять шесть семь.</p>" * 3_000),
    "many headings": page(f"<h1>{TITLE}</h1>" * 5_000 + STORY),
    "separators": page(head=f"<title>{' - ' * 50_000}</title>"),
    "a state": page("<script>x = " + '{"a":' * 100_000 + "</script>"),
    "control codes": page(STORY, '<meta property="og:site_name" content="Хре\x1b]0;бет\x07">').replace(
        "Оман и", "Оман\x1b[2J и"
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_page(name: str) -> None:
    began = time.perf_counter()
    found = read(HOSTILE[name])
    is_worth(HOSTILE[name].encode())
    assert time.perf_counter() - began < 15
    if isinstance(found, Report):
        told = "".join((found.text, found.title or "", found.outlet or "", found.author or "", found.url or ""))
        assert not [c for c in told if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c != "\n"]
        assert "hostname" not in told and "root" not in told


def test_large_and_binary_pages_are_faults() -> None:
    with pytest.raises(ReportError, match="page.html"):
        read(b"<p>" + b"a" * 9_000_000)
    with pytest.raises(ReportError, match="binary"):
        read(b"<html>\x80\x81" + bytes(10_000))


@pytest.mark.parametrize(("name", "data", "want"), REPORTS, ids=[name for name, _, _ in REPORTS])
def test_reports_are_worth_reading(name: str, data: bytes, want: dict[str, Any]) -> None:
    assert is_worth(data)


def test_what_is_not_worth_reading() -> None:
    shop = "".join(
        f"<p>Чайник номер {i}: белый, лёгкий, служит долго, гарантия два года, моется легко.</p>" for i in range(40)
    )
    assert not is_worth(page(shop).replace(TITLE, "Чайники").encode())
    assert not is_worth(page(shop).replace(TITLE, "Чайники").encode("cp1251"))
    assert not is_worth(b"") and not is_worth(b"<" * 100_000)


def test_what_cannot_be_judged_is_worth_reading() -> None:
    assert is_worth(f"<p>{'وزير الخارجية التقى السفير وبحث معه العلاقات بين البلدين. ' * 5}</p>".encode())
    assert is_worth(b'<div id="root"></div><script>x={"body":"\\u041c\\u0418\\u0414"}</script>')
    assert is_worth(page(3 * STORY).encode("cp1251"))


def test_every_saved_page_has_its_wanted_result() -> None:
    folder = Path(__file__).parents[1] / "pages"
    assert {p.stem for p in folder.glob("*.html")} == {p.stem for p in folder.glob("*.json")}
    assert all(json.loads(p.read_text(encoding="utf-8"))["form"] for p in folder.glob("*.json"))
