"""Pseudonyms for members: the same person, the same token, and no way back without the key.

A token is made from the member's id with a secret key, so it is *not* a code in the sense of the Safe Harbor rule
(45 CFR 164.514(c)), which may not be derived from information about the person. Pseudonyms lower the risk of a page
left on a desk; they do not make a report de-identified.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from groupreport.errors import DisclosureError
from groupreport.parameters.records import KEY_FILE_VARIABLE, EvaluatorSettings
from groupreport.summaries.records import GroupSummary

KEY_BYTES = 32
TOKEN_LENGTH = 8
HOW_TO_MAKE_A_KEY = 'Make one with: python -c "import secrets; print(secrets.token_hex(32))" > FILE; chmod 600 FILE'


def read_key(settings: EvaluatorSettings) -> bytes:
    """The secret key: 64 hexadecimal digits in a file that only its owner can read.

    The environment's GROUPREPORT_PSEUDONYM_KEY_FILE names the file, else `audiences.evaluator.pseudonym_key_file`.

    Raises:
        DisclosureError: No file is named, or it is not one with a key, or others can read it.
    """
    path = settings.key_file
    if path is None:
        raise DisclosureError(
            f"Pseudonyms are asked for but no key is given: set {KEY_FILE_VARIABLE} or "
            f"audiences.evaluator.pseudonym_key_file to an absolute path. {HOW_TO_MAKE_A_KEY}"
        )
    if not path.is_absolute():
        raise DisclosureError(
            "The path of the pseudonym key file must be absolute: notebooks run in folders of their own."
        )
    if not path.is_file():
        raise DisclosureError(f"The pseudonym key file does not exist. {HOW_TO_MAKE_A_KEY}")
    if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise DisclosureError("Others can read the pseudonym key file. Take their rights away with: chmod 600 FILE")
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError as error:
        raise DisclosureError(
            f"The pseudonym key file does not hold hexadecimal digits. {HOW_TO_MAKE_A_KEY}"
        ) from error
    if len(key) != KEY_BYTES:
        raise DisclosureError(
            f"The pseudonym key must have {KEY_BYTES} bytes, this one has {len(key)}. {HOW_TO_MAKE_A_KEY}"
        )
    return key


def pseudonyms(member_ids: Iterable[str], key: bytes, scope: str) -> dict[str, str]:
    """A token for each member: eight letters and digits of a keyed BLAKE2b hash.

    Args:
        member_ids: Ids as given.
        key: 32 secret bytes.
        scope: What the tokens hold for; under another scope (another term) the same member has another token.

    Raises:
        DisclosureError: Two members have the same token (a chance of about one in two million for 1,000 members).
    """
    tokens = {member: _token(member, key, scope) for member in sorted(set(member_ids))}
    if len(set(tokens.values())) < len(tokens):
        raise DisclosureError("Two members have the same pseudonym; use another key.")
    return tokens


def _token(member: str, key: bytes, scope: str) -> str:
    digest = hashlib.blake2b(f"{scope}\x00{member}".encode(), key=key, person=b"groupreport", digest_size=10).digest()
    return base64.b32encode(digest).decode("ascii")[:TOKEN_LENGTH]


def pseudonyms_of_term(member_ids: Iterable[str], settings: EvaluatorSettings, term_id: str) -> dict[str, str]:
    """The tokens of a term's members under the program's key; the same in every term if the program asks for that.

    Raises:
        DisclosureError: There is no usable key, or two tokens are the same.
    """
    return pseudonyms(member_ids, read_key(settings), term_id if settings.pseudonym_scope == "term" else "")


def with_pseudonyms(summary: GroupSummary, settings: EvaluatorSettings) -> GroupSummary:
    """The summary with a token for every member id; rows of members are in the order of the tokens.

    Raises:
        DisclosureError: There is no usable key, or two tokens are the same.
    """
    members = {member for frame in _frames(summary) if "member_id" in frame for member in frame["member_id"].dropna()}
    tokens = pseudonyms_of_term(members, settings, summary.term.term_id)
    renamed: GroupSummary = _renamed(summary, tokens)
    return renamed


def _frames(record: Any) -> Iterator[pd.DataFrame]:  # noqa: ANN401 - any record of a summary
    for field in dataclasses.fields(record):
        value = getattr(record, field.name)
        if isinstance(value, pd.DataFrame):
            yield value
        elif dataclasses.is_dataclass(value):
            yield from _frames(value)


def _renamed(record: Any, tokens: Mapping[str, str]) -> Any:  # noqa: ANN401 - any record of a summary
    changed = {}
    for field in dataclasses.fields(record):
        value = getattr(record, field.name)
        if isinstance(value, pd.DataFrame) and "member_id" in value:
            # Rows in the order of the ids would tell the ids' order.
            changed[field.name] = (
                value.assign(member_id=value["member_id"].map(tokens))
                .sort_values("member_id", kind="stable")
                .reset_index(drop=True)
            )
        elif dataclasses.is_dataclass(value) and not isinstance(value, type):
            changed[field.name] = _renamed(value, tokens)
    return dataclasses.replace(record, **changed) if changed else record
