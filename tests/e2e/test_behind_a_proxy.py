"""A team's server behind real programs that speak TLS, set up as ``deploy/`` has it."""

from __future__ import annotations

import os
import re
import socket
import ssl
import subprocess
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from backspotter.web.certificates import Certified, certified
from backspotter.web.server import create_app
from backspotter.web.serving import listening
from backspotter.web.settings import Settings
from tests.accounts import PASSWORD
from tests.filmed import stick_film
from tests.journals import fast_folder
from tests.pages import running, trusting

DEPLOY = Path(__file__).parents[2] / "deploy"
NAME, OURS = "team.example", "127.0.0.1:8321"
BEFORE = [
    pytest.param(name, marks=pytest.mark.needs(name, install=f"apt-get install {package}"))
    for name, package in (("nginx", "nginx-light"), ("caddy", "caddy"))
]


@dataclass
class Opened:
    """A team's server: by ``address``, ``certificate`` included, and by its own port."""

    address: str
    port: int
    folder: Path
    certificate: Certified

    def ask(self, path, *, host=NAME, **more):
        """Answered by what stands before it, whatever name is asked for."""
        named = host + self.address.removeprefix(f"https://{NAME}")
        trusted = ssl.create_default_context(cafile=str(self.certificate.authority))
        with httpx.Client(verify=trusted) as client:
            return client.request(
                more.pop("method", "GET"),
                f"https://127.0.0.1:{self.port}{path}",
                headers={"Host": named, **more.pop("headers", {})},
                extensions={"sni_hostname": NAME},
                **more,
            )


def free_port():
    with socket.socket() as on:
        on.bind(("127.0.0.1", 0))
        return on.getsockname()[1]


def as_nginx(folder, ours, port, files):
    site = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for given, here in (
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("listen 80", f"listen 127.0.0.1:{free_port()}"),
        (OURS, ours),
        ("/etc/ssl/team.example/fullchain.pem", str(files.chain)),
        ("/etc/ssl/team.example/privkey.pem", str(files.key)),
    ):
        assert given in site
        site = site.replace(given, here)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "\n".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/errors;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{temporary}\n{site}\n}}\n",
        encoding="utf-8",
    )
    return ["nginx", "-e", f"{folder}/errors", "-p", str(folder), "-c", f"{folder}/nginx.conf"]


def as_caddy(folder, ours, port, files):
    site = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    assert "team.example {" in site
    here = f"https://{NAME}:{port} {{\n\tbind 127.0.0.1\n\ttls {files.chain} {files.key}"
    site = site.replace("team.example {", here).replace(OURS, ours)
    options = "{\n\tadmin off\n\tauto_https disable_redirects\n}\n"
    (folder / "Caddyfile").write_text(options + site, encoding="utf-8")
    return ["caddy", "run", "--adapter", "caddyfile", "--config", f"{folder}/Caddyfile"]


@contextmanager
def standing(command, port, folder):
    """A program that runs until the end, once it listens."""
    homes = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(folder))
    with (folder / "said").open("w") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env={**os.environ, **homes})
    try:
        end = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert process.poll() is None, (folder / "said").read_text()
                assert time.monotonic() < end, "it does not listen"
                time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def team_behind(before):
    with fast_folder() as folder, ExitStack() as stack:
        port = free_port()
        address = f"https://{NAME}:{port}"
        files = certified(folder, [NAME], now=datetime.now(UTC))
        on = stack.enter_context(listening("127.0.0.1", 0))
        settings = Settings(
            journal=str(folder / "j.db"),
            port=on.getsockname()[1],
            accounts=True,
            first_token="once",
            works_on_films=False,
            names=frozenset({NAME}),
            secure=True,
            behind=address,
        )
        stack.enter_context(running(create_app(settings), on))
        ours = f"127.0.0.1:{settings.port}"
        made = {"nginx": as_nginx, "caddy": as_caddy}[before](folder, ours, port, files)
        stack.enter_context(standing(made, port, folder))
        yield Opened(address, port, folder, files)


@pytest.fixture(scope="module", params=BEFORE)
def team(request):
    with team_behind(request.param) as opened:
        yield opened


def test_it_answers_by_its_name_and_by_no_other(team):
    told = team.ask("/sign-in")
    assert told.status_code in (200, 303)
    assert "strict-transport-security" in told.headers
    assert team.ask("/metrics").status_code == 404
    other = team.ask("/sign-in", host="evil.example")
    assert other.status_code != 200 or not other.text  # Caddy has no such site: empty


def test_what_is_said_about_who_asked_changes_nothing(team):
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"}
    told = team.ask("/sign-in", headers=forged)
    assert told.status_code in (200, 303)
    assert "evil.example" not in told.text + str(told.headers)


@pytest.mark.needs("nginx", install="apt-get install nginx-light")
def test_one_address_may_not_guess_without_end():
    with team_behind("nginx") as team:
        tried = [team.ask("/join/a-link-of-somebody").status_code for _ in range(40)]
        assert "a-link-of-somebody" not in (team.folder / "errors").read_text(encoding="utf-8")
    assert tried[0] != 429
    assert tried[-1] == 429


@pytest.mark.needs("playwright", install="make setup")
@pytest.mark.needs("chromium", install="apt-get install chromium")
@pytest.mark.needs("webauthn", install="pip install 'backspotter[web]'")
def test_a_team_is_made_through_it_with_a_passkey_an_invitation_and_a_film(team, tmp_path):
    from tests.virtual_device import virtual_device

    with trusting(team.certificate.chain, tmp_path / "browser", called=NAME) as context:
        page = context.pages[0]
        page.goto(f"{team.address}/first?token=once")
        make_account(page, team, "owner")
        (cookie,) = [each for each in context.cookies() if "session" in each["name"]]
        assert cookie["name"].startswith("__Host-")
        assert cookie["secure"]

        device = virtual_device(page)
        link = invited(page, team)
        make_passkey(page, team)
        assert [each["rpId"] for each in device.holds()] == [NAME]
        send_film(page, team, tmp_path / "set.mp4")
        sign_in_with_passkey(page, team)

        context.clear_cookies()
        page.goto(link)
        make_account(page, team, "lifter")


def make_account(page, team, name):
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="account").click()
    page.wait_for_url(f"{team.address}/")


def invited(page, team):
    page.goto(f"{team.address}/account")
    page.locator("form[action='/account/invite'] button").click()
    page.wait_for_url("**/invite")
    return re.search(rf"{re.escape(team.address)}/join/[\w-]+", page.content())[0]


def make_passkey(page, team):
    page.goto(f"{team.address}/account")
    part = page.locator("form[data-passkey=make]")
    part.get_by_label("What you call it").fill("phone")
    part.get_by_label("Password now").fill(PASSWORD)
    part.get_by_role("button", name="Make a passkey").click()
    page.get_by_role("button", name="Remove phone").wait_for()


def sign_in_with_passkey(page, team):
    page.goto(f"{team.address}/account")
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url("**/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{team.address}/")


def send_film(page, team, film):
    film.write_bytes(larger(stick_film().read_bytes()))
    page.goto(f"{team.address}/film")
    page.set_input_files("#film", film)
    page.get_by_label("Weight on the bar").fill("140")
    page.get_by_role("button", name="Read this film").click()
    page.wait_for_url("**/film/jobs/*")
    (kept,) = team.folder.glob("j.db.films/*/*/your film")
    assert kept.read_bytes() == film.read_bytes()


def larger(film: bytes) -> bytes:
    """The film with 5 MB that mean nothing: more than such programs let through unasked."""
    room = 5 << 20
    return film + room.to_bytes(4, "big") + b"free" + bytes(room - 8)
