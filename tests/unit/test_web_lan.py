"""The local network: certificates that vouch for this machine alone, codes used once, devices."""

import ssl
import stat
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store
from fastapi.testclient import TestClient

from backspotter.app.devices import IDLE, Devices
from backspotter.app.tokens import made_token
from backspotter.cli.serve import serve
from backspotter.errors import InputError
from backspotter.web.certificates import LASTS, certified
from backspotter.web.lan import addresses, for_the_network, names_of
from backspotter.web.server import create_app
from backspotter.web.settings import Settings
from tests.journals import fast_folder

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NAMES = ("192.168.1.5", "gym-pc", "gym-pc.local", "localhost", "127.0.0.1")
A_PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 15) AppleWebKit Chrome/140.0 Mobile Safari"}


@pytest.fixture
def folder():
    with fast_folder() as made:
        yield made


@pytest.fixture
def lan(folder):
    """A server for the network, what its console said, and a client without a cookie."""
    said = []
    settings = Settings(journal=str(folder / "j.db"), host="127.0.0.2", port=443, now=lambda: NOW)
    local = for_the_network(settings, say=said.append, folder=folder / "lan")
    with TestClient(create_app(local.settings), base_url="https://127.0.0.2") as client:
        yield local.settings.gate, client, said


def enter(gate, client):
    return client.post("/enter", data={"code": gate.open_once()}, headers=A_PHONE)


def test_a_phone_is_told_on_which_machine_everything_is(lan):
    gate, client, _ = lan
    enter(gate, client)
    assert client.post("/check/start", data={"way": "words", "country": "GB"}).is_success
    for path in ("/", "/film", "/check/tell", "/you", "/you/delete", "/you/deleted"):
        html = client.get(path).text
        assert "on the machine that runs Backspotter" in html, path
        assert "on this machine" not in html.replace("Backspotter on this machine", ""), path


OWN, OTHER = "this machine", "the machine that runs Backspotter"


@pytest.mark.parametrize(
    ("settings", "kept_on"),
    [
        ({}, OWN),
        ({"host": "0.0.0.0"}, OTHER),
        ({"accounts": True}, OTHER),
        ({"behind": "https://team.example"}, OTHER),
        ({"journal": "postgresql://db/backs"}, "the machines that run Backspotter"),
    ],
)
def test_this_machine_is_said_only_where_every_browser_is_on_it(settings, kept_on):
    assert Settings(**settings).kept_on == kept_on


def of(file):
    return x509.load_pem_x509_certificates(file.read_bytes())


def test_keys_are_for_this_person_alone(folder):
    certified(folder, NAMES, now=NOW)
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()}
    assert set(modes.values()) == {0o600}
    assert {"authority.key", "server.key"} <= set(modes)


def test_the_authority_is_kept_and_the_certificate_follows_the_addresses(folder):
    first = of(certified(folder, NAMES, now=NOW).chain)
    same = of(certified(folder, NAMES, now=NOW).chain)
    moved = of(certified(folder, ("192.168.7.9", *NAMES[1:]), now=NOW).chain)
    assert first == same
    assert moved[0] != first[0]
    assert moved[1] == first[1]


def test_an_address_outside_the_private_networks_is_vouched_for_by_itself(folder):
    outside = ("192.0.2.7", *NAMES[1:])
    files = certified(folder, outside, now=NOW)
    leaf, authority = of(files.chain)
    trusted = Store([authority])
    asked = PolicyBuilder().store(trusted).time(NOW)
    for name in ("192.0.2.7", "127.0.0.1"):
        subject = x509.IPAddress(ip_address(name))
        asked.build_server_verifier(subject).verify(leaf, [])
    certified(folder, ("192.0.2.8", *NAMES[1:]), now=NOW)
    assert of(files.authority)[0] != authority


def test_it_is_renewed_before_it_ends(folder):
    first = of(certified(folder, NAMES, now=NOW).chain)[0]
    later = of(certified(folder, NAMES, now=NOW + LASTS - timedelta(days=20)).chain)[0]
    assert later.not_valid_after_utc > first.not_valid_after_utc
    assert first.not_valid_after_utc - first.not_valid_before_utc <= timedelta(days=398)


@pytest.mark.parametrize("file", ["authority.key", "authority.crt", "server.key", "server.crt"])
def test_what_was_damaged_is_made_again(folder, file):
    certified(folder, NAMES, now=NOW)
    (folder / file).write_bytes(b"damaged")
    files = certified(folder, NAMES, now=NOW)
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(files.chain, files.key)


def test_the_authority_can_vouch_for_no_other_site(folder):
    authority = of(certified(folder, NAMES, now=NOW).authority)[0]
    found = authority.extensions.get_extension_for_class(x509.NameConstraints)
    allowed = {str(each.value) for each in found.value.permitted_subtrees}
    assert found.critical
    assert "gym-pc.local" in allowed
    assert not {"", ".", "com", "0.0.0.0/0"} & allowed


def test_without_a_cookie_only_the_way_in_is_open(lan):
    _, client, _ = lan
    for path in ("/enter", "/trust", "/trust/backspotter-authority.crt", "/healthz", "/readyz"):
        assert client.get(path).status_code == 200, path
    open_paths = []
    for path in ("/", "/check", "/devices", "/api/v1/track", "/api/openapi.json", "/nowhere"):
        if client.get(path).status_code != 401:
            open_paths.append(path)
    assert open_paths == []
    assert list(client.get("/api/v1/track").json()) == ["error"]


def test_a_code_lets_one_device_in_once(lan):
    gate, client, said = lan
    code = gate.open_once()
    assert code in said[-1]
    told = client.post("/enter", data={"code": code}, headers=A_PHONE, follow_redirects=False)
    cookie = told.headers["set-cookie"]
    assert told.status_code == 303
    assert cookie.startswith("__Host-backspotter=")
    for attribute in ("HttpOnly", "Secure", "SameSite=strict", "Path=/"):
        assert attribute in cookie
    assert client.get("/").status_code == 200
    client.cookies.clear()
    assert client.post("/enter", data={"code": code}).status_code == 403
    assert client.get("/").status_code == 401
    assert code not in said[-1]


def test_looking_at_the_address_does_not_use_it(lan):
    gate, client, _ = lan
    code = gate.open_once()
    for _ in range(2):
        assert code in client.get("/enter", params={"code": code}).text
    assert client.post("/enter", data={"code": code}).status_code == 200


@pytest.mark.parametrize("code", ["", "wrong", "x" * 200, "ü"])
def test_another_code_lets_nobody_in(lan, code):
    _, client, _ = lan
    assert client.post("/enter", data={"code": code}).status_code in (403, 422)
    assert client.get("/").status_code == 401


def test_only_a_hash_is_kept(lan, folder):
    gate, client, _ = lan
    enter(gate, client)
    secret = client.cookies["__Host-backspotter"]
    kept = (folder / "lan" / "devices.json").read_text()
    assert secret not in kept
    assert len(secret) >= 32


def test_a_device_is_let_out(lan):
    gate, client, _ = lan
    enter(gate, client)
    assert "Chrome on Android (this one)" in " ".join(
        client.get("/devices").text.replace("<strong>", "").replace("</strong>", "").split()
    )
    told = client.post("/devices/1/out", follow_redirects=False)
    assert "clear-site-data" in told.headers
    assert client.get("/").status_code == 401
    assert client.post("/devices/1/out").status_code == 401


def test_a_program_with_a_token_needs_no_cookie_and_reaches_no_page(lan):
    _, client, _ = lan
    with client.app.state.held.current().at_once() as journal:
        token = made_token(journal, name="x", scopes=["log:read"], lasts="", now=NOW)
    shown = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/v1/log", headers=shown).status_code == 200
    assert client.get("/api/v1/plan", headers=shown).status_code == 403
    assert client.get("/log", headers=shown).status_code == 401
    assert client.get("/api/v1/log", headers={"Authorization": "Bearer x"}).status_code == 401
    assert client.get("/api/v1/log").status_code == 401


def test_letting_another_in_shows_a_code_to_scan(lan):
    gate, client, said = lan
    enter(gate, client)
    shown = client.post("/devices/code").text
    assert "<svg" in shown
    assert said[-1].split("code=")[1].split()[0] in shown


def test_devices_outlive_the_server_and_end_when_idle(folder):
    secret = Devices(folder).let_in("phone", now=NOW)
    assert Devices(folder).of(secret, now=NOW + IDLE - timedelta(minutes=1)) is not None
    assert Devices(folder).of(secret, now=NOW + 3 * IDLE) is None
    assert Devices(folder).of("", now=NOW) is None


def test_a_damaged_list_lets_nobody_in(folder):
    secret = Devices(folder).let_in("phone", now=NOW)
    (folder / "devices.json").write_text('[{"id": 1}')
    assert Devices(folder).of(secret, now=NOW) is None


def test_under_tls_the_browser_is_told_to_stay_there(lan):
    _, client, _ = lan
    assert "max-age" in client.get("/enter").headers["strict-transport-security"]


def test_another_name_is_refused(lan):
    _, client, _ = lan
    assert client.get("/enter", headers={"Host": "192.0.2.7"}).status_code == 421


def test_this_machine_goes_by_its_own_addresses():
    found = names_of("0.0.0.0")
    assert {"localhost", "127.0.0.1"} <= set(found)
    assert set(addresses()) <= set(found)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.org"])
def test_without_lan_only_this_machine_is_listened_to(host):
    with pytest.raises(InputError, match="--lan"):
        serve(host=host, port=0)


def test_on_this_machine_alone_there_is_no_gate(folder):
    app = create_app(Settings(journal=str(folder / "j.db"), now=lambda: NOW))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        assert "serve --lan" in client.get("/devices").text
        assert client.get("/trust").status_code == 404
        assert client.post("/enter", data={"code": "a"}).status_code == 404


def test_a_folder_of_someone_else_is_refused(folder):
    (folder / "lan").symlink_to(folder)
    settings = Settings(journal=str(folder / "j.db"))
    with pytest.raises(InputError, match="link"):
        for_the_network(settings, say=print, folder=folder / "lan")
