"""Access to the desk: who may read and change, and what is kept from others."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser, Page

from elchi.desk.access import may_listen
from elchi.desk.guard import COOKIE, OPEN, local
from elchi.desk.headers import MOST, POLICY
from elchi.errors import LedgerError
from elchi.ledger import members, passwords
from elchi.ledger.database import Ledger, open_ledger
from tests.desk.conftest import grave, serving

PASSWORD, OTHER = "осенний перевал 7", "зимний перевал 77"
HTML = {"Accept": "text/html"}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords that cost little."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger: who may do what does not hang on what it holds."""
    with closing(open_ledger(str(tmp_path / "empty.db"))) as opened:
        yield opened


@pytest.fixture
def closed(ledger: Ledger) -> Iterator[str]:
    """The address of a desk with an admin, an editor and a reader."""
    for name, role in (("aigul", "admin"), ("dauren", "editor"), ("marat", "reader")):
        members.add(ledger, name, role, PASSWORD, "root")
    with serving(ledger) as address:
        yield address


@contextmanager
def _client(address: str, name: str = "") -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, headers=HTML) as client:
        if name:
            assert client.post("/enter", data={"name": name, "password": PASSWORD}).status_code == 303
        yield client


def _secret(client: httpx.Client) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/account").text)
    assert found
    return found[1]


def test_without_users_the_desk_is_its_machines_alone(ledger: Ledger, desk: str) -> None:
    with _client(desk) as client:
        first = client.get("/members")
        assert first.status_code == 200 and "There are no users" in first.text
        cookie = first.headers["set-cookie"]
        assert cookie.startswith(f"{OPEN}=") and "HttpOnly" in cookie and "SameSite=strict" in cookie
        assert "set-cookie" not in client.get("/members").headers  # the same secret all along
    for host in ("127.0.0.1", "::1", "localhost", "127.8.8.8"):
        may_listen(ledger, host)
    for host in ("0.0.0.0", "::", "192.0.2.7", "desk.example.kz", ""):
        with pytest.raises(LedgerError, match="elchi users add"):
            may_listen(ledger, host)
        with pytest.raises(LedgerError, match="elchi users add"):  # a server before it, which speaks for others
            may_listen(ledger, "127.0.0.1", host)
    members.add(ledger, "aigul", "admin", PASSWORD, "root")
    may_listen(ledger, "0.0.0.0")


def test_without_users_one_from_elsewhere_is_refused(desk: str) -> None:
    with _client(desk) as client:  # a proxy on the machine tells for whom it asks
        answer = client.get("/members", headers={"X-Forwarded-For": "192.0.2.7"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/enter?next=%2Fmembers")
        assert "no users yet" in client.get("/enter", headers={"X-Forwarded-For": "192.0.2.7"}).text


@pytest.mark.parametrize("headers", [
    {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "http://evil.example"},
    {"Origin": "null"}, {"Origin": "http://127.0.0.1:1"}])
def test_no_other_page_sends_a_form(ledger: Ledger, desk: str, headers: dict[str, str]) -> None:
    data = {"name": "aigul", "role": "admin", "password": PASSWORD}
    with _client(desk) as client:
        client.get("/account")
        data["csrf"] = client.cookies[OPEN]
        assert client.post("/members", data=data, headers=headers).status_code == 403
        assert not members.any_members(ledger)
        assert client.post("/members", data=data, headers={"Origin": desk}).headers["location"] == "/members"
        assert client.get("/members").headers["location"] == "/enter?next=%2Fmembers"  # it is open no more
    assert [one.name for one in members.every(ledger)] == ["aigul"]


@pytest.mark.parametrize("csrf", [None, "", "0" * 43, "ключ"])
def test_a_form_without_its_secret_changes_nothing(ledger: Ledger, desk: str, csrf: str | None) -> None:
    data = {"name": "aigul", "role": "admin", "password": PASSWORD} | ({} if csrf is None else {"csrf": csrf})
    with _client(desk) as client:
        client.get("/account")
        assert client.post("/members", data=data).status_code == 403
    assert not members.any_members(ledger)


def test_one_who_has_not_entered_is_asked_to(closed: str) -> None:
    with _client(closed) as client:
        for path in ("/", "/account", "/members", "/?party=KAZ&topic=energy"):
            answer = client.get(path)
            assert answer.status_code == 303 and answer.headers["location"].startswith("/enter?next=%2F")
        answer = client.get("/?party=KAZ&topic=energy")
        page = client.get(answer.headers["location"])
        assert page.status_code == 200 and 'name="next" value="/?party=KAZ&amp;topic=energy"' in page.text
        assert "/parties" not in page.text  # nothing of the desk
        entered = client.post("/enter", data={"name": "Marat", "password": PASSWORD, "next": "/?party=KAZ"})
        assert entered.headers["location"] == "/?party=KAZ"
        assert client.get("/?party=KAZ").status_code == 200
    program = httpx.get(f"{closed}/account")
    assert (program.status_code, program.headers["www-authenticate"]) == (401, "Bearer") and program.json()["detail"]
    assert httpx.get(f"{closed}/static/desk.css").status_code == 200


def test_the_cookie_of_a_visit_is_kept_from_scripts_and_others(closed: str) -> None:
    with _client(closed) as client:
        data = {"name": "marat", "password": PASSWORD}
        cookie = client.post("/enter", data=data).headers["set-cookie"]
        assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Max-Age=43200" in cookie
        assert "Secure" not in cookie and client.cookies[COOKIE] not in client.get("/account").text
        behind = client.post("/enter", data=data, headers={"X-Forwarded-Proto": "https"})
        assert "Secure" in behind.headers["set-cookie"]


@pytest.mark.parametrize("told", [
    "//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "\\\\evil.example", "evil", ""])
def test_entering_leads_to_no_other_site(closed: str, told: str) -> None:
    with _client(closed) as client:
        answer = client.post("/enter", data={"name": "marat", "password": PASSWORD, "next": told})
        assert answer.headers["location"] == local(told) == "/"
        assert client.get("/enter", params={"next": told}).headers["location"] == "/"


def test_a_wrong_password_is_told_and_then_one_waits(closed: str) -> None:
    with _client(closed) as client:
        for name in ("marat", "nobody"):
            for _ in range(passwords.FREE_BY_NAME):
                answer = client.post("/enter", data={"name": name, "password": OTHER, "next": "/sources"})
                assert answer.status_code == 403 and "The name or the password is wrong" in answer.text
                assert 'value="/sources"' in answer.text and "set-cookie" not in answer.headers
                assert f'name="name" value="{name}"' in answer.text and OTHER not in answer.text
            answer = client.post("/enter", data={"name": name, "password": PASSWORD})
            assert answer.status_code == 429 and int(answer.headers["retry-after"]) <= 4
            assert "Too many wrong passwords" in answer.text and f'value="{name}"' in answer.text
        cross = client.post("/enter", data={"name": "aigul", "password": PASSWORD},
                            headers={"Sec-Fetch-Site": "cross-site"})
        assert cross.status_code == 403 and "set-cookie" not in cross.headers  # nobody is entered under another's name


def test_each_role_may_what_it_may(ledger: Ledger, closed: str) -> None:
    new = {"name": "new", "role": "reader", "password": PASSWORD}
    for name in ("marat", "dauren"):
        with _client(closed, name) as client:
            assert client.get("/members").status_code == 403 and "/members" not in client.get("/account").text
            assert client.post("/members", data={**new, "csrf": _secret(client)}).status_code == 403
    with _client(closed, "aigul") as client, _client(closed, "marat") as other:
        assert client.post("/members", data={**new, "csrf": _secret(other)}).status_code == 403
        assert client.post("/members", data={**new, "csrf": _secret(client)}).status_code == 303
        again = client.post("/members", data={**new, "csrf": _secret(client)})
        assert again.status_code == 400 and "new is a user already" in again.text
        form = {"name": "new", "role": "editor", "csrf": _secret(client)}
        assert client.post("/members/role", data=form).status_code == 303
        assert client.post("/members/bar", data={"name": "aigul", "csrf": _secret(client)}).status_code == 400
        shown = client.get("/members").text
        assert "changed a role" in shown and "new editor" in shown
    assert [one.role for one in members.every(ledger) if one.name == "new"] == ["editor"]


@pytest.mark.parametrize("name", ["x" * 65, "a b", "<script>"])
def test_a_name_that_is_not_fit_is_refused_and_not_cut(ledger: Ledger, closed: str, name: str) -> None:
    with _client(closed, "aigul") as client:
        assert 'maxlength="64"' not in client.get("/members").text  # browsers cut what is pasted
        form = {"name": name, "role": "reader", "password": PASSWORD, "csrf": _secret(client)}
        answer = client.post("/members", data=form)
        assert answer.status_code == 400 and "64 at most" in answer.text and "<script>" not in answer.text
    assert len(members.every(ledger)) == 3


def test_an_admin_gives_another_password(ledger: Ledger, closed: str) -> None:
    with _client(closed, "marat") as client, _client(closed, "aigul") as admin:
        token = members.make_token(ledger, "marat", "сводка", 30)
        form = {"name": "marat", "password": OTHER}
        assert client.post("/members/password", data={**form, "csrf": _secret(client)}).status_code == 403
        own = {**form, "csrf": _secret(admin)}
        assert admin.post("/members/password", data={**own, "password": "short"}).status_code == 400
        assert admin.post("/members/password", data={**own, "name": "nobody"}).status_code == 400
        assert client.get("/").status_code == 200
        done = admin.post("/members/password", data=own)
        assert (done.status_code, done.headers["location"]) == (303, "/members?changed=1")
        shown = admin.get(done.headers["location"]).text
        assert "The user has a new password" in shown and OTHER not in shown
        assert re.search(r"<td>aigul</td><td>changed the password</td><td>marat</td>", shown)
        assert client.get("/").headers["location"] == "/enter?next=%2F"
        assert httpx.get(f"{closed}/", headers={"Authorization": f"Bearer {token}"}).status_code == 401
        assert client.post("/enter", data={"name": "marat", "password": PASSWORD}).status_code == 403
        assert client.post("/enter", data={"name": "marat", "password": OTHER}).status_code == 303


def test_who_is_barred_or_leaves_is_out(closed: str) -> None:
    with _client(closed, "aigul") as admin, _client(closed, "marat") as client:
        assert client.get("/").status_code == 200
        assert admin.post("/members/bar", data={"name": "marat", "csrf": _secret(admin)}).status_code == 303
        assert client.get("/").headers["location"] == "/enter?next=%2F"
        kept = admin.cookies[COOKIE]
        assert admin.post("/leave").status_code == 403  # nobody is thrown out by another page
        assert admin.post("/leave", data={"csrf": _secret(admin)}).headers["location"] == "/enter"
        assert COOKIE not in admin.cookies
        assert httpx.get(closed, headers={**HTML, "Cookie": f"{COOKIE}={kept}"}).status_code == 303


def test_a_program_enters_by_its_token(closed: str) -> None:
    with _client(closed, "aigul") as client:
        form = {"label": "утренняя сводка", "days": "30", "csrf": _secret(client)}
        made = client.post("/account/tokens", data=form)
        assert (made.status_code, made.headers["location"]) == (303, "/account")
        cookie = made.headers["set-cookie"]
        assert "HttpOnly" in cookie and "SameSite=strict" in cookie and "Path=/account" in cookie
        shown = client.get("/account")
        found = re.search(r"Bearer (elchi_[\w-]{43})<", shown.text)
        assert found and shown.headers["cache-control"] == "no-store"
        assert found[1] not in client.get("/account").text  # it is shown once
        bearer = {"Authorization": f"Bearer {found[1]}"}
        answer = httpx.get(f"{closed}/members", headers=bearer)
        assert answer.status_code == 200 and "set-cookie" not in answer.headers
        new = {"name": "new", "role": "reader", "password": PASSWORD}
        assert httpx.post(f"{closed}/members", data=new, headers=bearer).status_code == 403  # it reads alone
        mark = re.search(r'name="mark" value="(\w+)"', client.get("/account").text)
        assert mark
        assert client.post("/account/tokens/end", data={"mark": mark[1], "csrf": _secret(client)}).status_code == 303
        assert httpx.get(f"{closed}/members", headers=bearer).status_code == 401
        assert client.get("/members", headers={"Authorization": "Bearer x"}).status_code == 303  # no visit in its stead
        assert client.post("/account/tokens", data={**form, "days": "9999"}).status_code == 422


def test_loading_the_page_of_a_new_token_again_makes_no_other(ledger: Ledger, closed: str, tab: Page) -> None:
    tab.goto(f"{closed}/account")
    tab.get_by_label("Name").fill("marat")
    tab.get_by_label("Password").fill(PASSWORD)
    tab.keyboard.press("Enter")
    tab.get_by_label("What the token is for").fill("сводка")
    tab.get_by_role("button", name="Make a token").click()
    assert tab.get_by_text("Bearer elchi_").count() == 1 and tab.url == f"{closed}/account#tokens"
    tab.reload()
    assert tab.get_by_text("Bearer elchi_").count() == 0
    assert [token.label for token in members.tokens(ledger, "marat")] == ["сводка"]


def test_a_password_is_changed(closed: str) -> None:
    with _client(closed, "marat") as client, _client(closed, "marat") as elsewhere:
        for old, new, again, status in ((PASSWORD, OTHER, PASSWORD, 400), (PASSWORD, "short", "short", 400),
                                        (OTHER, OTHER, OTHER, 403), (PASSWORD, OTHER, OTHER, 303)):
            form = {"old": old, "new": new, "again": again, "csrf": _secret(client)}
            assert client.post("/account/password", data=form).status_code == status
        assert client.get("/account?changed=1").status_code == 200
        assert elsewhere.get("/").status_code == 303
        assert client.post("/enter", data={"name": "marat", "password": OTHER}).status_code == 303


def test_headers_keep_pages_to_themselves(desk: str) -> None:
    for path in ("/", "/enter", "/static/desk.css", "/nowhere/at/all/none"):
        headers = httpx.get(f"{desk}{path}").headers
        assert headers["content-security-policy"] == POLICY and "unsafe" not in POLICY
        assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "same-origin"
        assert headers["cross-origin-opener-policy"] == "same-origin" and "camera=()" in headers["permissions-policy"]
        assert ("private" in headers.get("cache-control", "")) == ("static" not in path)


@pytest.mark.parametrize(("host", "status"), [
    ("evil.example", 421), ("127.0.0.1.evil.example", 421), ("localhost@evil.example", 421), ("[", 421), ("", 421),
    ("localhost:80", 200), ("[::1]:8420", 200), ("LOCALHOST", 200)])
def test_a_name_bound_to_this_machine_reads_nothing(desk: str, host: str, status: int) -> None:
    answer = httpx.get(f"{desk}/account", headers={"Host": host})
    assert answer.status_code == status and ("<h1>" in answer.text) == (status == 200)
    assert ("--name HOST" in answer.text) == (status == 421)


def test_too_much_is_not_taken_in(desk: str) -> None:
    assert httpx.post(f"{desk}/enter", content=b"x" * 10, headers={"Content-Length": "10"}).status_code != 413
    assert httpx.post(f"{desk}/enter", content=iter([b"x"])).status_code == 411
    host, port = desk.removeprefix("http://").split(":")
    with closing(socket.create_connection((host, int(port)))) as own:
        own.sendall(f"POST /enter HTTP/1.1\r\nHost: {host}\r\nContent-Length: {MOST + 1}\r\n\r\n".encode())
        assert b" 413 " in own.recv(100)


def test_a_person_enters_adds_another_and_leaves(closed: str, tab: Page) -> None:
    faults: list[str] = []
    tab.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    tab.goto(f"{closed}/members")
    tab.get_by_label("Name").fill("aigul")
    tab.get_by_label("Password").fill(PASSWORD)
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/members")
    tab.get_by_label("Name:").fill("saule")
    tab.get_by_label("Role", exact=True).select_option("editor")
    tab.get_by_role("textbox", name="Password, of 12 characters at least", exact=True).fill(PASSWORD)
    tab.get_by_role("button", name="Add the user").click()
    tab.get_by_role("button", name="Bar saule").click()
    assert tab.get_by_text("barred", exact=True).count() == 1
    tab.goto(f"{closed}/account")
    tab.get_by_role("button", name="Leave the desk").click()
    tab.wait_for_url("**/enter")
    tab.go_back()
    assert "/enter" in tab.url or tab.get_by_label("Name").count()
    assert faults == []


def test_its_pages_can_be_read_by_everyone(closed: str, chromium: Browser) -> None:
    own = chromium.new_context(locale="kk", viewport={"width": 320, "height": 700})
    tab = own.new_page()
    for path in ("/enter", "/account", "/members"):
        tab.goto(f"{closed}{path}")
        if path == "/enter":
            _check(tab)
            tab.locator("#name").fill("aigul")
            tab.locator("#password").fill(PASSWORD)
            tab.keyboard.press("Enter")
            tab.wait_for_url(f"{closed}/")
        else:
            _check(tab)
    own.close()


def _check(tab: Page) -> None:
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
    assert grave(tab) == []
