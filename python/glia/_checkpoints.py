"""Checkpoints as bytes: what a folder of them holds of one."""

from __future__ import annotations

import os
import tempfile

from glia._glia import Checkpoint


def to_bytes(checkpoint: Checkpoint) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        with open(checkpoint.save(folder), "rb") as file:
            return file.read()


def of_bytes(content: bytes) -> Checkpoint:
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "checkpoint-0.safetensors"), "wb") as file:
            file.write(content)
        return Checkpoint.load(folder)
