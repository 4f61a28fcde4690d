"""What is typed into forms waits on disk, and only what may."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.leftovers import FORMS, MAX_CHARS, Leftovers
from store.journal.drafts import Drafts


class Account:
    """Somebody at a terminal, who may go without a name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.anonymous = False
        self.left = Leftovers(Drafts(folder, FORMS), lambda: self.anonymous)

    @property
    def on_disk(self) -> dict[str, str]:
        """What the next process would find."""
        again = Leftovers(Drafts(self.folder, FORMS), lambda: False)
        again.take_over()
        return dict(again)


@pytest.fixture
def account(tmp_path: Path) -> Account:
    return Account(tmp_path)


def test_an_open_form_is_kept_with_every_character_until_it_is_closed(account: Account) -> None:
    account.left.hold("form", {"R1 words": "half a"})
    account.left.hold("over it", {"R2 words": "other"})
    assert account.on_disk == {"R1 words": "half a", "R2 words": "other"}
    account.left.release("over it")
    assert account.on_disk == {"R1 words": "half a"}
    account.left.hold("form", {})
    assert account.on_disk == {}


def test_what_was_left_stays_on_disk_until_its_field_says_what_stands_in_it(
    account: Account,
) -> None:
    account.left["R1 words"] = "left"
    assert account.left.pop("R1 words") == "left"
    assert account.on_disk == {"R1 words": "left"}, "the process may end between the two"
    account.left.hold("form", {"R1 words": "left and more"})
    assert account.on_disk == {"R1 words": "left and more"}
    account.left.release("form")
    assert account.on_disk == {}


def test_what_is_typed_without_a_name_is_never_on_disk(account: Account) -> None:
    account.left["R1 words"] = "mine"
    account.anonymous = True
    account.left["R2 words"] = "nobody's"
    account.left.hold("form", {"R3 words": "nobody's either"})
    assert account.on_disk == {"R1 words": "mine"}
    assert account.left["R2 words"] == "nobody's", "it waits in memory"


def test_too_much_is_kept_in_memory_the_latest_on_disk(account: Account) -> None:
    for n in range(4):
        account.left[f"R{n}"] = "x" * (MAX_CHARS // 3)
    assert [*account.on_disk] == ["R2", "R3"]
    assert len(account.left) == 4


@pytest.mark.parametrize("text", ["", "no json", "[1]", '{"a": 1}', "[" * 9000])
def test_a_file_of_somebody_else_is_nothing(account: Account, text: str) -> None:
    Drafts(account.folder, FORMS).save(text)
    assert account.on_disk == {}
