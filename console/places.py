"""Where a train's data are kept on this machine, and as whom a person writes.

Paths are computed, never searched for, and nothing is written outside the data folder. This
module stands on the path of quick capture, so it imports nothing heavy and gives plain strings.
"""

from __future__ import annotations

import os
import sys

from store.domain.text import clean, decode
from store.errors import UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_NAME = 64
"""Characters of a role or login."""
TRAINS = "trains"
CURRENT = "current"
"""Small file in the data folder: the name of the train that commands mean when they name none."""
DEFAULT = "default"
MAX_TRAIN = 40
_TRAIN_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-"


def tidy(argument: str) -> str:
    """Words from the command line or the environment: bytes that are no UTF-8 replaced, cleaned."""
    return clean(decode(os.fsencode(argument)))


def data_home() -> str:
    """The data folder: $RTE_HOME, else the platform's own (XDG on Linux).

    A relative path in an XDG variable is ignored, as its specification asks. UsageFault on an
    account without a home folder.
    """
    home = os.environ.get("RTE_HOME")
    if home:
        return os.path.abspath(home)
    if not sys.platform.startswith("linux"):
        from platformdirs import user_data_dir

        return user_data_dir("rte-console", appauthor=False)
    base = os.environ.get("XDG_DATA_HOME", "")
    if not os.path.isabs(base):
        base = os.path.expanduser("~/.local/share")
    if not os.path.isabs(base):
        raise UsageFault("This account has no home folder. Name one for the data in RTE_HOME.")
    return os.path.join(base, "rte-console")


def config_home(environ: Mapping[str, str]) -> str:
    """The folder of the settings: $RTE_HOME, else the platform's own (XDG on Linux)."""
    home = environ.get("RTE_HOME")
    if home:
        return os.path.abspath(home)
    if not sys.platform.startswith("linux"):
        from platformdirs import user_config_dir

        return user_config_dir("rte-console", appauthor=False)
    base = environ.get("XDG_CONFIG_HOME", "")
    return os.path.join(
        base if os.path.isabs(base) else os.path.expanduser("~/.config"), "rte-console"
    )


def store_folder(option: str | None) -> str:
    """The folder of the train's store: what `--store` names, else $RTE_STORE, else the current."""
    named = option or os.environ.get("RTE_STORE")
    return os.path.abspath(named) if named else train_folder(current_train())


def train_folder(name: str) -> str:
    """The folder of a train by its name on this machine."""
    return os.path.join(data_home(), TRAINS, name)


def train_name(text: str) -> str:
    """A train's name on this machine in its one form; it becomes a folder, so it is plain."""
    name = tidy(text).lower()
    plain = name and not name.strip(_TRAIN_LETTERS) and name[0] != "-" and len(name) <= MAX_TRAIN
    if not plain:
        raise UsageFault(
            f"{tidy(text)[:40]!r} cannot name a train on this machine: at most {MAX_TRAIN} letters "
            "a to z, digits and hyphens, like north or wagon-2."
        )
    return name


def current_train() -> str:
    """Name of the train that is meant when none is named."""
    try:
        with open(os.path.join(data_home(), CURRENT), "rb") as file:
            return train_name(decode(file.read(256)).strip())
    except (OSError, UsageFault):
        return DEFAULT


def log_folder() -> str:
    """Where notes about the program's own faults go."""
    return os.path.join(data_home(), "logs")


def private_place() -> str | None:
    """The session's own folder if there is a good one, else None for the system's temporary one."""
    import stat

    place = os.environ.get("XDG_RUNTIME_DIR", "")
    try:
        found = os.stat(place)
    except OSError:
        return None
    ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()
    return place if ours and os.path.isabs(place) and os.access(place, os.W_OK) else None


def who() -> str:
    """As whom changes are stamped: the role in $RTE_BY, else the login name."""
    role = name_of(os.environ.get("RTE_BY", ""))
    if role:
        return role
    from store.journal.lockfile import login

    return login()


def name_of(text: str) -> str:
    """A role or login as it is stored; "" if nothing of it is left."""
    return tidy(text)[:MAX_NAME].strip()


def network_allowed() -> bool:
    """Whether the person has accepted a store on a network file system."""
    return os.environ.get("RTE_ALLOW_NETWORK_FS") == "1"
