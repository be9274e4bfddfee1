"""Numbers as small pictures: orange is positive, blue negative, light is activation.

Zero is transparent, so that it is dark on a dark page and white on a white one.
"""

from __future__ import annotations

import base64
import math
import struct
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

POSITIVE = (240, 132, 24)
NEGATIVE = (52, 130, 238)
LIGHT = (250, 176, 60)

Pixels = NDArray[np.uint8]


def picture_shape(shape: tuple[int, ...]) -> tuple[int, int] | None:
    """(height, width) of a sample that is seen as a picture: 1×28×28, 3×32×32, 28×28 or 784; the
    four columns of a table are none."""
    if len(shape) == 2 or (len(shape) == 3 and shape[0] in (1, 3)):
        return shape[-2], shape[-1]
    side = math.isqrt(shape[0]) if len(shape) == 1 else 0
    return (side, side) if side >= 8 and side * side == shape[0] else None


def largest(values: NDArray[Any]) -> float:
    """The largest finite magnitude, 1 when all are zero: where a scale of colours ends."""
    finite = values[np.isfinite(values)]
    return float(np.abs(finite).max(initial=0)) or 1.0


def diverging(values: NDArray[Any], scale: float | None = None) -> Pixels:
    """[…] of numbers as […][4]: the colour is the sign, how opaque it is the magnitude."""
    part = np.nan_to_num(values / (scale or largest(values)), posinf=1, neginf=-1).clip(-1, 1)
    pixels = np.empty((*part.shape, 4), np.uint8)
    pixels[..., :3] = np.where((part >= 0)[..., None], POSITIVE, NEGATIVE)
    pixels[..., 3] = np.rint(np.abs(part) * 255)
    return pixels


def glow(values: NDArray[Any]) -> Pixels:
    """Activations from 0 to 1: how opaque the light is."""
    part = np.nan_to_num(values).clip(0, 1)
    pixels = np.empty((*part.shape, 4), np.uint8)
    pixels[..., :3] = LIGHT
    pixels[..., 3] = np.rint(part * 255)
    return pixels


def sample_pixels(sample: NDArray[Any]) -> Pixels | None:
    """One sample as a picture, as it is: grey, or in its colours."""
    size = picture_shape(sample.shape)
    if size is None:
        return None
    numbers = sample.astype(np.float32)
    if sample.dtype == np.uint8:
        numbers /= 255
    elif numbers.size:
        low, high = float(numbers.min()), float(numbers.max())
        if low < 0 or high > 1:
            numbers = (numbers - low) / ((high - low) or 1)
    planes = numbers.reshape(-1, *size)
    grey = planes if len(planes) == 3 else np.repeat(planes[:1], 3, axis=0)
    return np.rint(np.moveaxis(grey, 0, -1) * 255).clip(0, 255).astype(np.uint8)


def png(pixels: Pixels) -> bytes:
    """[height][width][3 or 4] as a PNG file."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    height, width, channels = pixels.shape
    lines = np.zeros((height, 1 + width * channels), np.uint8)
    lines[:, 1:] = pixels.reshape(height, -1)
    header = struct.pack(">IIBBBBB", width, height, 8, 6 if channels == 4 else 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(lines.tobytes(), 6))
        + chunk(b"IEND", b"")
    )


def png_address(pixels: Pixels) -> str:
    return "data:image/png;base64," + base64.b64encode(png(pixels)).decode()


def weight_pictures(weight: NDArray[Any], shape: tuple[int, ...]) -> NDArray[Any] | None:
    """[pictures][height][width] of a layer's weights: what each neuron wants to see of a sample of
    `shape`, or the filters of a convolution; None where they are no pictures."""
    if weight.ndim == 4:
        return weight.reshape(-1, *weight.shape[-2:])
    size = picture_shape(shape)
    if weight.ndim != 2 or size is None:
        return None
    planes = math.prod(shape) // math.prod(size)
    if weight.shape[1] != math.prod(shape):
        return None
    pictures: NDArray[Any] = weight.reshape(len(weight), planes, *size).sum(axis=1)
    return pictures
