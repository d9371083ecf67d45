"""Only the public internet is asked."""

from __future__ import annotations

import pytest

from elchi.errors import ReportError
from elchi.net.address import checked, host, is_public, parsed


@pytest.mark.parametrize("address", [
    "127.0.0.1", "127.255.0.3", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "100.127.255.254", "192.0.0.8", "192.0.0.170", "192.0.2.1", "198.18.0.1", "198.51.100.7",
    "203.0.113.9", "192.88.99.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::7f00:1", "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd12:3456::1", "ff02::1", "100::1",
    "2001:db8::1", "2001::1", "3fff::1", "5f00::1", "4000::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "2002:7f00:1::", "2002:a00:1::1",
    "64:ff9b::127.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1", "x", "", "127.1", "1"])
def test_what_is_not_of_the_public_internet_is_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111",
                                     "2a00:1450::1", "::ffff:8.8.8.8", "2002:808:808::1", "64:ff9b::8.8.8.8"])
def test_what_is_of_the_public_internet_is_known(address: str) -> None:
    assert is_public(address)


def test_one_inner_address_among_public_ones_is_refused() -> None:
    with pytest.raises(ReportError, match=r"example\.kz: the host lies at 10\.0\.0\.1, which is not of the public"):
        checked("example.kz", 80, lambda name, port: ["8.8.8.8", "10.0.0.1"], False)
    assert checked("example.kz", 80, lambda name, port: ["8.8.8.8"], False) == ["8.8.8.8"]
    assert checked("example.kz", 80, lambda name, port: ["10.0.0.1"], True) == ["10.0.0.1"]


@pytest.mark.parametrize("name", ["localhost", "2130706433", "0x7f000001", "0177.0.0.1", "127.1"])
def test_names_of_this_machine_are_refused_as_the_system_resolves_them(name: str) -> None:
    from elchi.net.address import lookup

    with pytest.raises(ReportError, match="not of the public internet|knows no such host"):
        checked(name, 80, lookup, False)


@pytest.mark.parametrize("url", ["ftp://example.kz/", "file:///etc/passwd", "javascript:alert(1)", "data:text/html,x",
                                 "gopher://example.kz", "//example.kz/x", "example.kz", "", "http://", "http:///x",
                                 "http://[::1", "http://example.kz:99999/", "http://exa\nmple.kz/", "http://a\x00b/",
                                 "http://xn--/", "http://" + "я" * 300 + ".kz/", "http://e.kz/" + "x" * 3000])
def test_what_is_no_address_is_told_in_one_line(url: str) -> None:
    with pytest.raises(ReportError) as told:
        parsed(url)
    assert "\x00" not in told.value.fault and "\n" not in told.value.fault


def test_hosts_in_other_letters_are_written_as_name_servers_know_them() -> None:
    assert parsed("https://мид.рф/ru/?q=да#x").raw_host == b"xn--d1ahl.xn--p1ai"
    assert parsed("https://мид.рф/ru/?q=да#x").raw_path == b"/ru/?q=%D0%B4%D0%B0"


def test_a_host_is_known_by_its_name_and_odd_port() -> None:
    assert [host(url) for url in ("https://E.kz/x", "http://u:p@e.kz:80/", "http://e.kz:8080", "http://[", "x")] == [
        "e.kz", "e.kz", "e.kz:8080", "", ""]
