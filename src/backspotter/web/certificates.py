"""TLS on the local network: an authority of our own that can vouch for this machine alone.

The authority is made once and may be trusted by a phone. It is constrained to private addresses
and the names of this machine, so trusting it gives nobody any other site; its key never leaves the
data folder. It vouches for a certificate with the addresses that the machine has today.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from pathlib import Path
from typing import Final, TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from backspotter.app.devices import write_own

Key: TypeAlias = ec.EllipticCurvePrivateKey

AUTHORITY, AUTHORITY_KEY = "authority.crt", "authority.key"
CHAIN, CHAIN_KEY = "server.crt", "server.key"
AUTHORITY_LASTS: Final = timedelta(days=3650)
LASTS: Final = timedelta(days=397)
"""Apple's phones accept no server certificate that lasts longer than 398 days without a profile."""
RENEWED_BEFORE: Final = timedelta(days=30)
A_DAY: Final = timedelta(days=1)
PRIVATE: Final = (
    *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8"),
    *("100.64.0.0/10", "::1/128", "fc00::/7", "fe80::/10"),
)


@dataclass(frozen=True, slots=True)
class Certified:
    """Files of a server: its certificate with its authority's, and its key; and the authority."""

    chain: Path
    key: Path
    authority: Path

    @property
    def fingerprint(self) -> str:
        """What a person compares before they trust the authority: SHA-256, in groups."""
        digest = _certificate(self.authority).fingerprint(hashes.SHA256()).hex().upper()
        return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))

    @property
    def authority_der(self) -> bytes:
        """The authority's certificate, as phones take it."""
        return _certificate(self.authority).public_bytes(serialization.Encoding.DER)


def certified(folder: Path, names: Iterable[str], *, now: datetime) -> Certified:
    """Certificates for these names and addresses; what is there and still good is kept.

    Parameters
    ----------
    folder : for this person's eyes only

    Raises
    ------
    OSError : they cannot be written
    """
    wanted = tuple(dict.fromkeys(names))
    files = Certified(folder / CHAIN, folder / CHAIN_KEY, folder / AUTHORITY)
    if not _is_authority_good(folder, wanted, now):
        _make_authority(folder, wanted, now)
    if not _is_chain_good(files, wanted, now):
        _make_chain(folder, wanted, now)
    return files


def _is_authority_good(folder: Path, names: tuple[str, ...], now: datetime) -> bool:
    try:
        found = _certificate(folder / AUTHORITY)
        own = _key(folder / AUTHORITY_KEY).public_key() == found.public_key()
        allowed = found.extensions.get_extension_for_class(x509.NameConstraints).value
    except (OSError, ValueError, x509.ExtensionNotFound):
        return False
    lasts = found.not_valid_after_utc - now > LASTS
    permitted = {str(each.value) for each in allowed.permitted_subtrees or ()}
    wanted = {*_dns(names), *map(str, _networks(names))}
    return own and lasts and wanted <= permitted


def _is_chain_good(files: Certified, names: tuple[str, ...], now: datetime) -> bool:
    try:
        found = _certificate(files.chain)
        own = _key(files.key).public_key() == found.public_key()
        issuer = _certificate(files.authority)
        found.verify_directly_issued_by(issuer)
    except Exception:  # whatever is wrong with it, a new one is made
        return False
    said = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    held = {*said.get_values_for_type(x509.DNSName)}
    held |= {str(each) for each in said.get_values_for_type(x509.IPAddress)}
    return own and held == set(names) and found.not_valid_after_utc - now > RENEWED_BEFORE


def _make_authority(folder: Path, names: tuple[str, ...], now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Backspotter on this machine")])
    networks = [x509.IPAddress(each) for each in _networks(names)]
    allowed = [*(x509.DNSName(each) for each in _dns(names)), *networks]
    made = (
        _begun(subject, subject, key, now, AUTHORITY_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(allowed, None), critical=True)
        .sign(key, hashes.SHA256())
    )
    _write(folder, AUTHORITY_KEY, key, AUTHORITY, [made])


def _make_chain(folder: Path, names: tuple[str, ...], now: datetime) -> None:
    authority, by = _certificate(folder / AUTHORITY), _key(folder / AUTHORITY_KEY)
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Backspotter")])
    serves = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key())
    made = (
        _begun(subject, authority.subject, key, now, LASTS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(serves, critical=False)
        .add_extension(issuer, critical=False)
        .add_extension(x509.SubjectAlternativeName(_names(names)), critical=False)
        .sign(by, hashes.SHA256())
    )
    _write(folder, CHAIN_KEY, key, CHAIN, [made, authority])


def _begun(
    subject: x509.Name, issuer: x509.Name, key: Key, now: datetime, lasts: timedelta
) -> x509.CertificateBuilder:
    begins = now.astimezone(UTC) - A_DAY  # clocks of phones differ
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + lasts)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _names(names: Iterable[str]) -> list[x509.GeneralName]:
    found = ((each, _address(each)) for each in names)
    return [x509.DNSName(each) if at is None else x509.IPAddress(at) for each, at in found]


def _dns(names: Iterable[str]) -> list[str]:
    return [each for each in names if _address(each) is None]


def _networks(names: Iterable[str]) -> list[IPv4Network | IPv6Network]:
    """Private networks, and each of these addresses that is in none of them."""
    private = [ip_network(each) for each in PRIVATE]
    own = [address for each in names if (address := _address(each)) is not None]
    outside = [each for each in own if not any(each in one for one in private)]
    return [*private, *map(ip_network, outside)]


def _address(name: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(name)
    except ValueError:
        return None


def _write(
    folder: Path, key_name: str, key: Key, name: str, chain: Iterable[x509.Certificate]
) -> None:
    plain = serialization.NoEncryption()
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    write_own(folder / key_name, key.private_bytes(pem, pkcs8, plain))
    write_own(folder / name, b"".join(each.public_bytes(pem) for each in chain))


def _certificate(file: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(file.read_bytes())


def _key(file: Path) -> Key:
    found = serialization.load_pem_private_key(file.read_bytes(), password=None)
    if not isinstance(found, ec.EllipticCurvePrivateKey):
        raise ValueError("not a key of ours")
    return found
