"""Lists of addresses, well made and ill."""

from __future__ import annotations

import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elchi.errors import ReportError
from elchi.read.feeds import MOST_MARKS, kind_of, paragraphs, read_feed
from elchi.read.pieces import Found, Given, How, Link, Skipped, of_bytes

BASE = "https://news.example.kz/rss.xml"


def read(data: str | bytes, media: str | None = None, **told: str) -> list[Found]:
    piece = of_bytes(BASE, data.encode() if isinstance(data, str) else data, media, Given(url=BASE, **told))
    return list(read_feed(piece, How()))


def links(data: str | bytes, media: str | None = None, **told: str) -> list[Link]:
    return [found for found in read(data, media, **told) if isinstance(found, Link)]


def broken(data: str | bytes) -> tuple[list[Link], str]:
    """What was read before the fault, and the fault."""
    got: list[Link] = []
    with pytest.raises(ReportError) as told:
        for found in read_feed(of_bytes(BASE, data.encode() if isinstance(data, str) else data), How()):
            assert isinstance(found, Link)
            got.append(found)
    assert "\n" not in str(told.value)
    assert told.value.source == BASE
    return got, told.value.fault


def rss(*items: str, title: str = "Хребет", head: str = "") -> str:
    inner = "".join(f"<item>{item}</item>" for item in items)
    return f"<?xml version='1.0'?>{head}<rss version='2.0'><channel><title>{title}</title>{inner}</channel></rss>"


def test_entries_of_rss_are_links_with_all_that_is_told_of_them() -> None:
    (link,) = links(rss(
        "<title>Баку &amp;amp; Анкара</title><link>/news/1?a=1&amp;b=2</link><author>Ким</author>"
        "<pubDate>Thu, 05 Mar 2026 21:30:00 +0500</pubDate><guid isPermaLink='false'>7</guid>"
        "<description>&lt;p&gt;Первый &lt;b&gt;абзац&lt;/b&gt;.&lt;/p&gt;&lt;p&gt;Второй.&lt;/p&gt;</description>"))
    assert link == Link(
        "https://news.example.kz/news/1?a=1&b=2",
        Given(url="https://news.example.kz/news/1?a=1&b=2", outlet="Хребет", title="Баку & Анкара", author="Ким",
              published="2026-03-05T16:30:00+00:00"),
        "Первый абзац.\nВторой.")


def test_entries_of_atom_give_their_whole_text() -> None:
    (link,) = links(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>Хребет</title><entry><title>Встреча</title>"
        "<link rel='alternate' href='https://e.kz/1'/><id>urn:1</id><updated>2026-03-06T10:00:00Z</updated>"
        "<published>2026-03-05T18:40:00+05:00</published><summary>Кратко.</summary><author><name>Ли</name></author>"
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Раз.</p><p>Два.</p></div></content>"
        "</entry></feed>")
    assert (link.url, link.text, link.given.author) == ("https://e.kz/1", "Раз.\nДва.", "Ли")
    assert (link.given.published, link.given.updated) == ("2026-03-05T13:40:00+00:00", "2026-03-06T10:00:00+00:00")


def test_the_whole_text_of_rss_is_taken_before_its_summary() -> None:
    data = rss("<link>https://e.kz/1</link><description>Кратко.</description><content:encoded>"
               "&lt;p&gt;Целиком.&lt;/p&gt;</content:encoded>").replace(
        "<rss ", "<rss xmlns:content='http://purl.org/rss/1.0/modules/content/' ")
    assert links(data)[0].text == "Целиком."


@pytest.mark.parametrize(("told", "published"), [
    ("2026-03-05T18:40", "2026-03-05T18:40"), ("2026-03-05", "2026-03-05"), ("вчера", None), ("", None),
    ("Thu, 32 Mar 2026 99:00:00 +0000", None),
    ("Thu, 05 Mar 2026 18:40:00 GMT", "2026-03-05T18:40:00+00:00")])
def test_days_are_told_or_left_out(told: str, published: str | None) -> None:
    assert links(rss(f"<link>https://e.kz/1</link><pubDate>{told}</pubDate>"))[0].given.published == published


def test_what_the_list_was_given_as_holds() -> None:
    assert links(rss("<link>https://e.kz/1</link>"), outlet="Свой")[0].given.outlet == "Свой"


def test_entries_without_an_address_are_told_as_skipped() -> None:
    found = read(rss("<title>Без</title>", "<title>Сценарий</title><link>javascript:alert(1)</link>",
                     "<link>file:///etc/passwd</link>", f"<link>https://e.kz/{'x' * 3000}</link>",
                     "<link>https://e.kz/2</link>"))
    assert [one.url if isinstance(one, Link) else one for one in found] == [
        Skipped(BASE, "an entry without an address: Без"), Skipped(BASE, "an entry without an address: Сценарий"),
        Skipped(BASE, "an entry without an address: untitled"), Skipped(BASE, "an entry without an address: untitled"),
        "https://e.kz/2"]


@pytest.mark.parametrize(("encoding", "declared", "media"), [
    ("utf-8", "", None), ("cp1251", "encoding='windows-1251'", None), ("cp1251", "", "text/xml; charset=windows-1251"),
    ("utf-16", "", None), ("cp1251", "encoding='utf-8'", None), ("utf-8", "encoding='windows-1251'",
                                                               "application/rss+xml; charset=utf-8"),
    ("utf-8", "encoding='no-such'", None)])
def test_letters_are_read_as_they_are_told_or_as_they_are(encoding: str, declared: str, media: str | None) -> None:
    data = rss("<title>Встреча в Ташкенте</title><link>https://e.kz/1</link>").replace(
        "version='1.0'", f"version='1.0' {declared}").encode(encoding)
    assert links(data, media)[0].given.title == "Встреча в Ташкенте"


def test_broken_feeds_give_what_can_be_read() -> None:
    whole = [f"<title>Н {n}</title><link>https://e.kz/{n}</link>" for n in range(4)]
    assert [link.url[-1] for link in links(rss(*whole).replace("Н 2", "Н & 2 < 3 <b>"))] == ["0", "1", "2", "3"]
    got, fault = broken(rss(*whole)[:-60])
    assert ([link.url[-1] for link in got], fault) == (["0", "1", "2"], "the feed breaks off")


@pytest.mark.parametrize("data", ["", " \n", "plain words", "<html><body><p>Нет.</p></body></html>", "\0\1\2" * 50,
                                  "<", "{}", "<rs", "<!DOCTYPE"])
def test_what_is_no_feed_is_told(data: str) -> None:
    assert broken(data)[0] == []


def test_a_feed_may_be_empty() -> None:
    assert read(rss()) == []


def laughs(kind: str, inside: str) -> str:
    """The text whose every laugh is ten of another."""
    of = [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ха"}">' for n in range(10)]
    return f"<?xml version='1.0'?><!DOCTYPE {kind} [{''.join(of)}]>{inside.replace('LAUGH', '&a9;')}"


@pytest.mark.parametrize("data", [
    laughs("rss", "<rss version='2.0'><channel><item><link>https://e.kz/1</link><title>LAUGH</title></item></channel>"
                  "</rss>"),
    laughs("opml", "<opml><body><outline xmlUrl='https://e.kz/1' text='LAUGH'/></body></opml>"),
    laughs("urlset", "<urlset><url><loc>https://e.kz/LAUGH</loc></url></urlset>"),
    "<!DOCTYPE a [<!ENTITY x '" + "ы" * 50_000 + "'>]><rss version='2.0'><channel><item><link>https://e.kz/1</link><title>"
    + "&x;" * 50_000 + "</title></item></channel></rss>"])
def test_texts_that_grow_do_not(data: str) -> None:
    tracemalloc.start()
    begun = time.monotonic()
    try:
        found = read(data)
    except ReportError:
        found = []
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (time.monotonic() - begun, peak) < (5.0, 20_000_000)
    assert sum(len(str(one)) for one in found) < len(data) + 1_000


@pytest.mark.parametrize("declared", ["<!ENTITY x SYSTEM 'PLACE'>", "<!ENTITY % p SYSTEM 'PLACE'>%p;",
                                      "<!ENTITY x PUBLIC 'p' 'PLACE'>"])
@pytest.mark.parametrize("inside", [
    "<rss version='2.0'><channel><item><link>https://e.kz/1</link><title>&x;</title></item></channel></rss>",
    "<urlset><url><loc>https://e.kz/1</loc></url><url><loc>https://e.kz/&x;</loc></url></urlset>",
    "<opml><body><outline xmlUrl='https://e.kz/1' text='t'/></body></opml>"])
def test_no_entity_reads_a_file(declared: str, inside: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("s") / "secret"
    secret.write_text("TOPSECRET")
    try:
        found = read(f"<!DOCTYPE r [{declared.replace('PLACE', secret.as_uri())}]>{inside}")
    except ReportError as e:
        found = [Skipped("", str(e))]
    assert "TOPSECRET" not in str(found)


@pytest.mark.parametrize("data", [
    "<rss version='2.0'><channel><item><description>" + "<b>" * 20_000, "<rss>" + "<" * 90_000,
    "<rss>" + "&" * 90_000, "<rss><a " + "b='" * 300_000, "<!DOCTYPE " + "<!ENTITY a " * 20_000,
    "<rss version='2.0'><channel><item><pubDate>" + "1 " * 500_000, "<urlset>" + "<url>" * 100_000,
    "<opml>" + "<outline>" * 100_000, "<feed>" + "<![CDATA[" * 100_000,
    "<rss version='2.0'><channel><item><description>" + "&lt;div&gt;" * 100_000],
    ids=["deep", "signs", "marks", "attributes", "declared", "day", "addresses", "outlines", "raw", "deep inside"])
def test_hostile_lists_end_soon(data: str) -> None:
    begun = time.monotonic()
    try:
        list(read(data))
    except ReportError as e:
        assert "\n" not in str(e)
    assert time.monotonic() - begun < 10


BITS = st.sampled_from([
    "<rss version='2.0'><channel>", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<rdf:RDF>", "<opml><body>",
    "<urlset>", "<item>", "</item>", "<entry>", "<link>", "</link>", "<link href='/1'/>", "https://e.kz/1",
    "http://[", "<title>", "</title>", "<title type='html'>", "<content mode='base64'>", "<pubDate>",
    "Thu, 05 Mar 2026 21:30:00 +0500", "<url>", "<loc>", "</loc>", "</url>", "<outline xmlUrl='https://e.kz/1'/>",
    "Встреча", "&amp;", "&#xD800;", "&#0;", "&", "<", ">", "&#99999999999;", "]]>", "<![CDATA[", "<!--", "-->", "<?",
    "?>", "\0", "\ufeff", "<!DOCTYPE x [", "xml:base='::'", "'", "<gml:pos>1</gml:pos>",
    "<georss:point>x</georss:point>", "<itunes:image/>", "<enclosure length='z'/>", "</rss>"])


@given(text=st.lists(BITS, max_size=40).map("".join),
       media=st.sampled_from([None, "text/xml; charset=koi8-r", "x; charset=no"]))
@settings(max_examples=300, deadline=None)
def test_whatever_comes_is_read_or_told(text: str, media: str | None) -> None:
    try:
        found = read(text, media)
    except ReportError as e:
        assert "\n" not in str(e)
    else:
        assert all(one.url.startswith(("http://", "https://")) for one in found if isinstance(one, Link))
        str(found).encode()


def test_a_letter_that_is_none_spoils_nothing() -> None:
    assert links(rss("<title>a&#99999999999;b&#xD800;c&#0;&#1072;&#x430;</title><link>https://e.kz/1</link>"))[0] \
        .given.title == "abcаа"


def test_limits_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "200,000 marks" in broken("<rss>" + "<a>" * (MOST_MARKS + 1))[1]
    assert "no more than 10,485,760 characters" in broken("<rss>" + " " * 10_500_000)[1]
    assert "no more than 52,428,800 bytes" in broken("<urlset>" + " " * 52_500_000)[1]
    monkeypatch.setattr("elchi.read.feeds.MOST_ADDRESSES", 1_000)
    got, fault = broken("<urlset>" + "<url><loc>https://e.kz/1</loc></url>" * 1_005 + "</urlset>")
    assert (len(got), fault) == (1_000, "the list names more than 1,000 addresses")


def test_lists_of_feeds_give_links_to_feeds() -> None:
    found = read("<?xml version='1.0'?><opml version='2.0'><head><title>Мои</title></head><body>"
                 "<outline text='Азия'><outline type='rss' text='Хребет' title='Хребет РФ' xmlUrl='https://e.kz/rss'/>"
                 "<outline text='Степь' XMLURL='https://s.kz/feed'/></outline><outline xmlUrl='ftp://x'/></body></opml>")
    assert [(one.url, one.given.outlet) if isinstance(one, Link) else one for one in found] == [
        ("https://e.kz/rss", "Хребет РФ"), ("https://s.kz/feed", "Степь"), Skipped(BASE, "no address: ftp://x")]


def test_sitemaps_give_links_with_their_news() -> None:
    data = ("<?xml version='1.0' encoding='UTF-8'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
            "xmlns:news='http://www.google.com/schemas/sitemap-news/0.9' xmlns:image='http://i'>"
            "<url><image:image><image:loc>https://e.kz/i.png</image:loc><image:title>Снимок</image:title></image:image>"
            "<loc> https://e.kz/1 </loc><news:news><news:publication><news:name>Хребет</news:name><news:language>ru"
            "</news:language></news:publication><news:publication_date>2026-03-05T18:40:00+05:00"
            "</news:publication_date><news:title>Встреча</news:title></news:news></url>"
            "<url><loc>https://e.kz/2</loc><lastmod>2026-03-01</lastmod></url><url><loc/></url></urlset>")
    assert links(data) == [
        Link("https://e.kz/1", Given(url="https://e.kz/1", outlet="Хребет", title="Встреча", language="ru",
                                     published="2026-03-05T18:40:00+05:00")),
        Link("https://e.kz/2", Given(url="https://e.kz/2"))]
    (index,) = links("<sitemapindex><sitemap><loc>https://e.kz/map.xml.gz</loc></sitemap></sitemapindex>")
    assert index == Link("https://e.kz/map.xml.gz", Given(url="https://e.kz/map.xml.gz"))
    got, fault = broken("<urlset><url><loc>https://e.kz/1</loc></url><url><loc>https://e.kz/")
    assert ([link.url for link in got], fault.partition(":")[0]) == (["https://e.kz/1"], "the list breaks off")
    assert broken("<urlset></urlset>") == ([], "the list names no addresses")


def test_kinds_are_told_by_the_first_bytes() -> None:
    assert [kind_of(text) for text in ("<opml>", "<?xml?><s:urlset xmlns:s='x'>", "<sitemapindex/>", "<rss>", "x")] == [
        "opml", "urlset", "sitemapindex", "feed", "feed"]


def test_html_becomes_paragraphs() -> None:
    assert paragraphs("<p>Раз <b>два</b></p><script>alert(1)</script><style>p{}</style><!-- нет -->три<br>четыре &amp; "
                      "пять &lt;b&gt;<ul><li>шесть\nсемь<li>восемь</ul><p>") == \
        "Раз два\nтри\nчетыре & пять <b>\nшесть семь\nвосемь"
    assert paragraphs("\x1b[31mкрасный\x07 \ud800") == "[31mкрасный"
    assert paragraphs("") == paragraphs("<p></p>") == ""
