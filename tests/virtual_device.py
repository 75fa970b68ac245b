"""A phone's own lock in a real browser, which holds passkeys and says yes."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import CDPSession, Page

KIND = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@dataclass
class Device:
    """What it holds, and how to make it say no."""

    talk: CDPSession
    id: str

    def holds(self):
        told = self.talk.send("WebAuthn.getCredentials", {"authenticatorId": self.id})
        return told["credentials"]

    def knows_its_owner(self, yes):
        more = {"authenticatorId": self.id, "isUserVerified": yes}
        self.talk.send("WebAuthn.setUserVerified", more)


def virtual_device(page: Page) -> Device:
    """The lock of the phone that shows this page."""
    talk = page.context.new_cdp_session(page)
    talk.send("WebAuthn.enable")
    given = talk.send("WebAuthn.addVirtualAuthenticator", {"options": KIND})
    return Device(talk, given["authenticatorId"])
