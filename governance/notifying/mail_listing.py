"""What a list of mails was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from governance.models import MailState


@dataclass(frozen=True)
class AskedMails:
    """`state` is empty for all of them."""

    state: str = ""

    @classmethod
    def understood(cls, query: Mapping[str, str]) -> Self:
        state = query.get("state", "")
        return cls(state if state in MailState.values else "")

    def address(self, page: int = 1) -> str:
        said = {"state": self.state, "page": "" if page == 1 else str(page)}
        return "?" + urlencode({key: value for key, value in said.items() if value})
