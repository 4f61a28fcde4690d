"""The role of the Release Train Engineer, as records name it: the only one that is told a share."""

from __future__ import annotations

RTE = "RTE"
