"""A device with passkeys, made of the same parts as a real one: it makes keys, counts and signs."""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256

import cbor2
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


def packed(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


@dataclass
class Device:
    """One passkey. ``origin`` : of the page that asks; ``verifies`` : that it asked who it is."""

    origin: str = "http://localhost"
    verifies: bool = True
    uses: int = 0
    handle: str = ""
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    secret: object = field(default_factory=lambda: generate_private_key(SECP256R1()))

    def makes(self, options: dict) -> dict:
        """What ``navigator.credentials.create`` gives."""
        self.handle = options["user"]["id"]
        said = self._said("webauthn.create", options["challenge"])
        key = len(self.id).to_bytes(2, "big") + self.id + self._public()
        data = self._data(options["rp"]["id"], WITH_KEY) + bytes(16) + key
        told = {"fmt": "none", "attStmt": {}, "authData": data}
        response = {"clientDataJSON": packed(said), "attestationObject": packed(cbor2.dumps(told))}
        return {**self._about(), "response": response}

    def shows(self, options: dict) -> dict:
        """What ``navigator.credentials.get`` gives."""
        self.uses += 1
        said = self._said("webauthn.get", options["challenge"])
        data = self._data(options["rpId"])
        signed = self.secret.sign(data + sha256(said).digest(), ECDSA(SHA256()))
        response = {
            "clientDataJSON": packed(said),
            "authenticatorData": packed(data),
            "signature": packed(signed),
            "userHandle": self.handle,
        }
        return {**self._about(), "response": response}

    def _about(self) -> dict:
        name = packed(self.id)
        return {"id": name, "rawId": name, "type": "public-key", "clientExtensionResults": {}}

    def _said(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _data(self, site: str, more: int = 0) -> bytes:
        flags = PRESENT | (VERIFIED if self.verifies else 0) | more
        return sha256(site.encode()).digest() + bytes([flags]) + self.uses.to_bytes(4, "big")

    def _public(self) -> bytes:
        at = self.secret.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (at.x, at.y))
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
