"""Signed claims that nobody should believe: ways to forge, stretch, bend and break a JWT."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc import jwe, jws, jwt
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

JSON = dict[str, Any]


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def dumped(value: object) -> bytes:
    return value if isinstance(value, bytes) else json.dumps(value).encode()


class Forger:
    """Knows the audience and the time, and for some tricks even the secret."""

    def __init__(self, secret: bytes, slug: str, other_secret: bytes, now: int) -> None:
        self.secret = secret
        self.slug = slug
        self.other_secret = other_secret
        self.now = now

    def claims(self, **more: Any) -> JSON:
        """Claims that would be accepted, changed where told; `...` leaves one out."""
        good = {"aud": self.slug, "sub": "88213", "iat": self.now, "exp": self.now + 240, "jti": str(uuid4())}
        return {name: value for name, value in (good | more).items() if value is not ...}

    def token(
        self,
        claims: object = None,
        *,
        header: object = None,
        secret: bytes | None = None,
        digest: str = "sha256",
    ) -> str:
        """Sign claims by hand, with whatever header and secret."""
        head = b64(dumped({"alg": "HS256", "typ": "JWT"} if header is None else header))
        body = b64(dumped(self.claims() if claims is None else claims))
        key = self.secret if secret is None else secret
        return f"{head}.{body}.{b64(hmac.digest(key, f'{head}.{body}'.encode(), digest))}"

    def good(self) -> str:
        """A claim that is believed."""
        return self.token()

    def each(self) -> Iterator[tuple[str, str]]:
        """Name and make every forgery."""
        for forge in (self.algorithms, self.secrets, self.signatures, self.headers, self.shapes, self.values):
            yield from forge()

    def algorithms(self) -> Iterator[tuple[str, str]]:
        odd = [
            "none",
            "None",
            "NONE",
            "nOnE",
            "",
            "HS256 ",
            "hs256",
            "HS1",
            "SHA256",
            "RS256",
            "ES256",
            "EdDSA",
        ]
        for alg in (*odd, None, True, 256, ["HS256"], {"alg": "HS256"}):
            yield f"alg {alg!r}", self.token(header={"alg": alg})
            yield f"alg {alg!r}, unsigned", self.token(header={"alg": alg}).rpartition(".")[0] + "."
        yield "no alg", self.token(header={"typ": "JWT"})
        for digest, alg in (("sha384", "HS384"), ("sha512", "HS512")):
            yield alg, self.token(header={"alg": alg}, digest=digest)
            yield f"{alg} said to be HS256", self.token(digest=digest)
        mine = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        public = mine.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        yield "HS256 with a public key as the secret", self.token(secret=public)
        for alg in ("RS256", "PS256"):
            yield (
                alg,
                jwt.encode({"alg": alg}, self.claims(), RSAKey.import_key(self._pem(mine)), algorithms=[alg]),
            )
        yield (
            "ES256",
            jwt.encode({"alg": "ES256"}, self.claims(), ECKey.generate_key("P-256"), algorithms=["ES256"]),
        )
        yield (
            "Ed25519",
            jwt.encode(
                {"alg": "Ed25519"}, self.claims(), OKPKey.generate_key("Ed25519"), algorithms=["Ed25519"]
            ),
        )

    def secrets(self) -> Iterator[tuple[str, str]]:
        text = self.secret.decode()
        wrong = [
            b"",
            b"\0",
            b"secret",
            self.slug.encode(),
            self.other_secret,
            text.upper().encode(),
            text[:-1].encode(),
        ]
        wrong += [self.secret + b"\n", self.secret[4:], hashlib.sha256(self.secret).digest()]
        wrong += [
            base64.b64encode(self.secret),
            text.removeprefix("vbs_").encode(),
            b"null",
            b"None",
            b"x" * 64,
        ]
        for key in wrong:
            yield f"secret {key[:12]!r}", self.token(secret=key)

    def signatures(self) -> Iterator[tuple[str, str]]:
        head, body, signature = self.good().split(".")
        raw = base64.urlsafe_b64decode(signature + "=")
        for at in range(len(raw)):
            for bit in (1, 0x80):
                flipped = raw[:at] + bytes([raw[at] ^ bit]) + raw[at + 1 :]
                yield f"byte {at} ^ {bit}", f"{head}.{body}.{b64(flipped)}"
        for kept in (0, 1, 8, 16, 31):
            yield f"{kept} bytes of signature", f"{head}.{body}.{b64(raw[:kept])}"
        yield "a longer signature", f"{head}.{body}.{b64(raw + b'x')}"
        yield "the signature twice", f"{head}.{body}.{b64(raw + raw)}"
        yield "zeros", f"{head}.{body}.{b64(bytes(32))}"
        yield "another claim's signature", f"{head}.{self.good().split('.')[1]}.{signature}"
        changed = b64(dumped(self.claims(sub="1")))
        yield "another sub under this signature", f"{head}.{changed}.{signature}"

    def headers(self) -> Iterator[tuple[str, str]]:
        own = OctKey.generate_key(256)
        embedded = own.as_dict(private=True)
        tricks: list[JSON] = [
            {"jwk": embedded},
            {"jwk": embedded, "kid": "../../../../dev/null"},
            {"jku": "https://evil.example/keys.json"},
            {"x5u": "https://evil.example/cert.pem"},
            {"x5c": ["MIIB"]},
            {"kid": "' union select 'x"},
            {"kid": "/dev/null"},
        ]
        for trick in tricks:
            yield (
                f"own key and {[*trick]}",
                self.token(
                    header={"alg": "HS256", **trick},
                    secret=base64.urlsafe_b64decode(str(embedded["k"]) + "="),
                ),
            )
            yield f"empty key and {[*trick]}", self.token(header={"alg": "HS256", **trick}, secret=b"")
        for crit in (["exp"], ["x-unknown"], [], "exp", None, [7], ["b64"]):
            yield f"crit {crit!r}", self.token(header={"alg": "HS256", "crit": crit})
        head = b64(dumped({"alg": "HS256", "b64": False, "crit": ["b64"]}))
        payload = json.dumps(self.claims())
        signed = hmac.digest(self.secret, f"{head}.{payload}".encode(), "sha256")
        yield "b64 false, as it is", f"{head}.{payload}.{b64(signed)}"
        yield "b64 false, detached", f"{head}..{b64(signed)}"
        yield "b64 false without crit", self.token(header={"alg": "HS256", "b64": False})
        for odd in (b"", b"{", b"[]", b"null", b'"HS256"', b"\xff\xfe", b'{"alg":"none","alg":"HS256"'):
            yield f"header {odd!r}", self.token(header=odd)

    def shapes(self) -> Iterator[tuple[str, str]]:
        head, body, signature = self.good().split(".")
        odd = [
            "",
            ".",
            "..",
            "...",
            "....",
            "a.b.c",
            head,
            f"{head}.{body}",
            f"{head}.{body}.",
            f".{body}.{signature}",
        ]
        odd += [
            f"{head}..{signature}",
            f"{head}.{body}.{signature}.",
            f"{head}.{body}.{signature}.{signature}",
        ]
        odd += [f"{head}.{body}.{signature}" + "A" * 8000, "é.é.é", "\u202e..", "Bearer " + self.good()[:20]]
        for shape in odd:
            yield f"shape {shape[:20]!r}", shape
        unsigned = {"payload": body, "signature": signature, "protected": head}
        yield "JSON serialization", json.dumps(unsigned)
        key = OctKey.import_key(hashlib.sha256(self.secret).digest())
        for alg in ("dir", "A256KW"):
            yield (
                f"encrypted, {alg}",
                jwe.encrypt_compact(
                    {"alg": alg, "enc": "A256GCM"}, dumped(self.claims()), key, algorithms=[alg, "A256GCM"]
                ),
            )
        yield "nested", self.token(self.good().encode(), header={"alg": "HS256", "cty": "JWT"})
        yield (
            "nested and signed twice",
            jws.serialize_compact({"alg": "HS256"}, self.good(), OctKey.import_key(self.secret)),
        )
        for payload in (b"", b"{", b"[]", b"null", b"7", b'"x"', b"\xff\xfe{}", b"[" * 3000, b"{" * 3000):
            yield f"payload {payload[:8]!r}", self.token(payload)

    def values(self) -> Iterator[tuple[str, str]]:
        for name in ("aud", "sub", "iat", "exp", "jti"):
            yield f"no {name}", self.token(self.claims(**{name: ...}))
            odd: list[object] = [None, "", True, [], {}, ["x"], {"$ne": ""}, 1.5, [[[]]]]
            for value in odd:
                yield f"{name} is {value!r}", self.token(self.claims(**{name: value}))
        for aud in (
            [self.slug],
            [self.slug, "x"],
            "atelier-brume",
            self.slug.upper(),
            f"{self.slug} ",
            "*",
            7,
            {self.slug: 1},
        ):
            yield f"aud {aud!r}", self.token(self.claims(aud=aud))
        now = self.now
        times = [
            ("iat", now + 3600),
            ("iat", -1),
            ("iat", 2**63),
            ("iat", 10**30),
            ("iat", str(now)),
            ("iat", 0),
        ]
        times += [
            ("exp", now - 1),
            ("exp", now),
            ("exp", now + 301),
            ("exp", 2**63),
            ("exp", 2**64),
            ("exp", 10**30),
        ]
        times += [("exp", str(now + 240)), ("exp", -(2**63)), ("exp", now * 1000)]
        for name, value in times:
            yield f"{name} {value!r}", self.token(self.claims(**{name: value}))
        for name in ("iat", "exp"):
            for number in ("NaN", "Infinity", "-Infinity", "1e400", "1e30", "0x7f", "1_0"):
                text = json.dumps(self.claims(**{name: "@"})).replace('"@"', number)
                yield f"{name} {number}", self.token(text.encode())
        yield "exp before iat", self.token(self.claims(iat=now + 50, exp=now + 40))
        for name, value in {"sub": "x" * 201, "jti": "x" * 201}.items():
            yield f"{name} too long", self.token(self.claims(**{name: value}))
        for name in ("sub", "jti"):
            for text in ('"a\\u0000b"', '"\\ud800"', '"\\udfff\\ud800"'):
                raw = json.dumps(self.claims(**{name: "@"})).replace('"@"', text)
                yield f"{name} {text}", self.token(raw.encode())
        wrong: dict[str, list[object]] = {
            "name": ["", 7, True, [], {}, "x" * 121],
            "email": [
                "",
                "claire",
                7,
                True,
                ["a@b.example"],
                "a@b.example, c@d.example",
                "a@b.example\r\nBcc: x@y.z",
            ],
            "phone": ["", 7, True, [], "call me", "+33\n1 99 00"],
            "attributes": [
                "",
                7,
                [],
                [["a", 1]],
                {"a": []},
                {"a": {}},
                {"": 1},
                {"a b": 1},
                {"__proto__": {}},
            ],
        }
        wrong["attributes"] += [{f"a{n}": n for n in range(51)}, {"a": "x" * 1001}, {"a\n": 1}]
        for name, refused in wrong.items():
            for value in refused:
                yield f"{name} {value!r}"[:60], self.token(self.claims(**{name: value}))

    @staticmethod
    def _pem(key: rsa.RSAPrivateKey) -> bytes:
        return key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
