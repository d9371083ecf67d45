from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from elchi.read import html_dates, html_json, html_tree, metadata
from elchi.read.html_dates import Told
from elchi.read.stamps import Stamp

TODAY = date(2026, 3, 10)
TITLE = "Оман и Иран обсудили пролив"


def claims(head: str, body: str = "", url: str | None = None) -> metadata.Claims:
    tree = html_tree.parse(f"<html lang='ru-RU'><head>{head}</head><body>{body}</body></html>")
    assert tree is not None
    return metadata.claims(tree, url)


def ld(value: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(value, ensure_ascii=False)}</script>'


def blocks(body: str) -> list[html_tree.Block]:
    tree = html_tree.parse(f"<html><body>{body}</body></html>")
    assert tree is not None
    return html_tree.blocks(tree)


ARTICLE = {
    "@type": "NewsArticle",
    "headline": TITLE,
    "datePublished": "2026-03-05T10:00:00+05:00",
    "author": {"@type": "Person", "name": "Дана Омарова"},
    "publisher": {"@type": "Organization", "name": "Степь"},
}


@pytest.mark.parametrize(
    "value",
    [
        ARTICLE,
        [ARTICLE],
        {"@graph": [{"@type": "WebSite", "name": "x"}, ARTICLE]},
        [{"@type": "BreadcrumbList"}, ARTICLE],
        {**ARTICLE, "@type": ["Thing", "http://schema.org/ReportageNewsArticle"]},
        {"mainEntity": ARTICLE},
        {
            "@graph": [
                {**ARTICLE, "publisher": {"@id": "#o"}, "author": [{"@id": "#p"}]},
                {"@id": "#o", "name": "Степь"},
                {"@id": "#p", "@type": "Person", "name": "Дана Омарова"},
            ]
        },
    ],
)
def test_linked_data(value: Any) -> None:
    found = claims(ld(value))
    assert found.titles == [TITLE]
    assert found.told.published == ["2026-03-05T10:00+05:00"]
    assert found.outlets == ["Степь"]
    assert metadata.author(found, "Степь") == "Дана Омарова"


@pytest.mark.parametrize(
    "broken",
    [
        '{"@type":"NewsArticle","headline":"%s","datePublished":"2026-03-05",}',
        '<!-- {"headline":"%s","datePublished":"2026-03-05"} -->',
        '{"headline":"%s","description":"две\nстроки","datePublished":"2026-03-05"}',
        '//<![CDATA[\n{"headline":"%s","datePublished":"2026-03-05"}\n//]]>',
        '{"headline":"%s", oops, "datePublished":"2026-03-05", "publisher":{"@type":"Organization","name":"Степь"}',
    ],
)
def test_broken_linked_data(broken: str) -> None:
    found = claims(f'<script type="application/ld+json">{broken % TITLE}</script>')
    assert (found.titles, found.told.published) == ([TITLE], ["2026-03-05"])


def test_linked_data_of_no_article_tells_nothing() -> None:
    found = claims(ld({"@type": "Product", "name": "Чайник", "datePublished": "2026-03-05"}) + ld("x") + ld(7))
    assert not found.titles and not found.told.published


def test_states() -> None:
    tree = html_tree.parse(
        '<script>window.S = {"a": [1, {"b": "%s"}]}; f()</script>' % ("x" * 200)
        + '<script type="application/json">{"c": "%s"}</script><script>a = {b: 1}</script>' % ("y" * 200)
    )
    assert tree is not None
    found = html_json.states(html_json.scripts(tree))
    assert [sorted(o) for state in found for o in html_json.objects(state)] == [["a"], ["b"], ["c"]]


def test_microdata() -> None:
    found = claims(
        "",
        """<div itemscope><span itemprop="datePublished" content="2026-03-03T12:48:00+06:00">3 марта</span>
        <time itemprop="dateModified" datetime="2026-03-04">4 марта</time>
        <div itemprop="publisher"><meta itemprop="name" content="Степь"><i>Алматы</i></div>
        <b itemprop="author" itemtype="http://schema.org/Organization">Степь</b>
        <b itemprop="author">Айдай Сыдыкова</b></div>""",
    )
    assert (found.told.published, found.told.updated) == (["2026-03-03T12:48+06:00"], ["2026-03-04"])
    assert (found.outlets, found.authors) == (["Степь"], ["Айдай Сыдыкова"])


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="https://step.kz/a/1">', "https://step.kz/a/1"),
        ('<link rel="canonical" href="/a/1">', "https://m.step.kz/a/1"),
        (
            '<link rel="canonical" href="https://step.kz/"><meta property="og:url" content="https://step.kz/a/2">',
            "https://step.kz/a/2",
        ),
        ('<link rel="canonical" href="javascript:alert(1)">', None),
        ('<link rel="canonical" href="file:///etc/passwd">', None),
        ('<link rel="canonical" href="http://[::1">', None),
        ("", None),
    ],
)
def test_canonical_address(head: str, url: str | None) -> None:
    assert claims(head, url="https://m.step.kz/b").url == url


@pytest.mark.parametrize(
    ("text", "short"),
    [
        (f"{TITLE} | Степь", TITLE),
        (f"{TITLE} - Степь", TITLE),
        (f"{TITLE} — Степь.kz", TITLE),
        (f"{TITLE} // Политика // Степь", TITLE),
        ("Степь", "Степь"),
        (TITLE, TITLE),
        ("Визит Баку - Анкара отложен", "Визит Баку - Анкара отложен"),
        ("Рейс Алматы — Маскат откроют в мае", "Рейс Алматы — Маскат откроют в мае"),
    ],
)
def test_outlet_is_cut_off_a_title(text: str, short: str) -> None:
    assert metadata.cut(text, ["Политика // Степь", "Степь"]) == short


@pytest.mark.parametrize(
    ("head", "body", "wanted", "at"),
    [
        (f"<title>{TITLE} | Степь</title>", f"<h1>Степь</h1><h2>{TITLE}</h2>", TITLE, 1),
        (
            f'<meta property="og:title" content="{TITLE}">',
            f"<h3>Другие новости дня и ночи</h3><h1>{TITLE}</h1>",
            TITLE,
            1,
        ),
        ("<title>Степь</title>", f"<h1>{TITLE}</h1>", TITLE, 0),
        (
            '<title>Степь</title><meta property="og:title" content="Степь">',
            f'<div class="post-title">{TITLE}</div>',
            TITLE,
            0,
        ),
        (f"<title>{TITLE} - Степь</title>", "<p>Текст без заголовка.</p>", TITLE, None),
        (ld({**ARTICLE, "headline": f"{TITLE} и судоходство"}), f"<h1>{TITLE}</h1>", TITLE, 0),
        ("", "<p>Текст.</p>", None, None),
    ],
)
def test_title(head: str, body: str, wanted: str | None, at: int | None) -> None:
    assert metadata.title(claims(head), blocks(body)) == (wanted, at)


@pytest.mark.parametrize(
    ("head", "rights", "wanted"),
    [
        ('<meta property="og:site_name" content="Степь">', [], "Степь"),
        (f"<title>{TITLE} - Степь</title>", [], "Степь"),
        (f"<title>{TITLE} :: Новости :: Степь</title>", [], "Степь"),
        (f"<title>{TITLE} - новости на сайте step.kz</title>", [], "step.kz"),
        (f"<title>{TITLE} - Степь, 05.03.2026</title>", [], "Степь"),
        ("", ["© 2009–2026 Степь. Все права защищены."], "Степь"),
        ("", ["Степь © 2026"], "Степь"),
        ("", ["Copyright 2026, все права защищены"], None),
        ("", [], None),
    ],
)
def test_outlet(head: str, rights: list[str], wanted: str | None) -> None:
    assert metadata.outlet(claims(head), TITLE, rights) == wanted


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Дана Омарова", "Дана Омарова"),
        ("Д. Омарова", "Д. Омарова"),
        ("Степь", None),
        ("admin", None),
        ("Super User", None),
        ("https://facebook.com/step", None),
        ("Редакция", None),
        ("слово " * 9, None),
    ],
)
def test_author(name: str, wanted: str | None) -> None:
    assert metadata.author(claims(f'<meta name="author" content="{name}">'), "Степь") == wanted


@pytest.mark.parametrize(
    ("text", "published", "updated"),
    [
        ("5 марта 2026, 17:44", ["2026-03-05T17:44"], []),
        ("05.03.2026 - Обновлено : 06.03.2026", ["2026-03-05"], ["2026-03-06"]),
        ("20:31 / 05.03.2026", ["2026-03-05T20:31"], []),
        ("18:20, 05 Наурыз 2026", ["2026-03-05T18:20"], []),
        ("2026 жылғы 5 наурыз", ["2026-03-05"], []),
        ("March 5, 2026", ["2026-03-05"], []),
        ("Mar 5, 2026 9:05 p.m.", ["2026-03-05T21:05"], []),
        ("5th March 2026, 12:10 AM", ["2026-03-05T00:10"], []),
        ("Updated: May 6, 2026 Published: May 4, 2026", ["2026-05-04"], ["2026-05-06"]),
        ("4 Ağustos 2026", ["2026-08-04"], []),
        ("04 avqust, 2026", ["2026-08-04"], []),
        ("16 Ramadan 1447H 05/03/2026", ["2026-03-05"], []),
        ("Просмотров: 77", [], []),
        ("45 марта 2026", [], []),
    ],
)
def test_shown_dates(text: str, published: list[str], updated: list[str]) -> None:
    assert [[s.iso() for s in found] for found in html_dates.shown(text)] == [published, updated]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("5 марта 2026, 17:44", True),
        ("Thursday 05/3/2026", True),
        ("Опубликовано: 05.03.2026 | Просмотров: 77", True),
        ("Визит состоится 5 марта 2026 года.", False),
        ("Посол прибыл.", False),
        ("5 марта 2026 министр принял посла и обсудил с ним торговлю", False),
    ],
)
def test_lines_of_dates(text: str, wanted: bool) -> None:
    assert html_dates.is_date(text) is wanted


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("2026-03-05T14:12:09+03:00", "2026-03-05T14:12+03:00"),
        ("2026-03-05T06:31:00.000000Z", "2026-03-05T06:31+00:00"),
        ("20260304T1830", "2026-03-04T18:30"),
        ("2026-03-05 14:12:00 +0500", "2026-03-05T14:12+05:00"),
        ("2026-03-05T00:00:00", "2026-03-05"),
        ("Thu, 05 Mar 2026 14:12:00 +0500", "2026-03-05T14:12+05:00"),
        ("5 марта 2026", "2026-03-05"),
        ("2026-03-05", "2026-03-05"),
        ("", None),
        (None, None),
        ("вчера", None),
        ("2026-99-99", None),
        ("9" * 500, None),
    ],
)
def test_declared_dates(value: str | None, wanted: str | None) -> None:
    assert html_dates.iso(value) == wanted


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://step.kz/2026/03/05/a", "2026-03-05"),
        ("https://step.kz/20260305/a.html", "2026-03-05"),
        ("https://step.kz/2026/3/5/a", "2026-03-05"),
        ("https://step.kz/a-2026-03-05", "2026-03-05"),
        ("https://step.kz/2026/13/05/a", None),
        ("https://step.kz/n/202603051", None),
        (None, None),
    ],
)
def test_days_of_addresses(url: str | None, wanted: str | None) -> None:
    assert html_dates.of_url(url) == wanted


@pytest.mark.parametrize(
    ("told", "published", "updated"),
    [
        (Told(published=["2026-03-05T10:00+05:00"]), "2026-03-05T10:00+05:00", None),
        # What is shown wins over the declared date of a later day, which is that of the last change.
        (
            Told(
                published=["2026-03-07T09:00+05:00"],
                updated=["2026-03-07T09:00+05:00"],
                shown=[Stamp(2026, 3, 5, "17:44")],
            ),
            "2026-03-05T17:44",
            "2026-03-07T09:00",
        ),
        # On one day the shown time is the outlet's own; without one the declared moment is kept.
        (Told(published=["2026-03-05T15:31+05:00"], shown=[Stamp(2026, 3, 5, "20:31")]), "2026-03-05T20:31", None),
        (Told(published=["2026-03-05T22:30+00:00"], shown=[Stamp(2026, 3, 6)]), "2026-03-05T22:30+00:00", None),
        # A year that is not shown, and a day that is to come.
        (Told(published=["2026-03-05T10:00"], shown=[Stamp(None, 3, 5, "10:00")]), "2026-03-05T10:00", None),
        (
            Told(published=["2099-01-01"], hinted=["2026-03-04"], shown=[Stamp(None, 3, 4, "16:25")]),
            "2026-03-04T16:25",
            None,
        ),
        (Told(published=["2099-01-01", "2026-03-05"]), "2026-03-05", None),
        (Told(published=["1970-01-01"]), None, None),
        (Told(hinted=["2026-03-04"], below=[Stamp(2026, 3, 2)]), "2026-03-04", None),
        (Told(below=[Stamp(2026, 3, 2)]), "2026-03-02", None),
        # A change is told only where it comes after publication.
        (Told(published=["2026-03-05T10:00"], updated=["2026-03-05T10:00"]), "2026-03-05T10:00", None),
        (Told(published=["2026-03-05T10:00"], shown_updated=[Stamp(2026, 3, 6)]), "2026-03-05T10:00", "2026-03-06"),
        (Told(), None, None),
    ],
)
def test_dates_are_held_against_each_other(told: Told, published: str | None, updated: str | None) -> None:
    assert html_dates.agreed(told, TODAY, "https://step.kz/1", None) == (published, updated)
