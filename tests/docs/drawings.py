"""Pictures such as a reader would draw: thick dark strokes on white, as PNG."""
import math
import struct
import zlib


def three():
    upper = [(0.45 + 0.2 * math.cos(t), 0.32 + 0.16 * math.sin(t)) for t in arc(-2.6, 1.5)]
    lower = [(0.45 + 0.24 * math.cos(t), 0.66 + 0.18 * math.sin(t)) for t in arc(-1.5, 2.6)]
    return [upper, lower]


def house():
    return [[(0.2, 0.5), (0.5, 0.15), (0.8, 0.5)],
            [(0.25, 0.45), (0.25, 0.85), (0.75, 0.85), (0.75, 0.45)],
            [(0.45, 0.85), (0.45, 0.6), (0.58, 0.6), (0.58, 0.85)]]


def arc(begin, end, steps=24):
    return [begin + (end - begin) * i / steps for i in range(steps + 1)]


def write_png(path, strokes, size=160, width=0.045):
    """Strokes are lists of points in the unit square, joined by straight lines."""
    lines = [(a, b) for stroke in strokes for a, b in zip(stroke, stroke[1:])]
    rows = bytearray()
    for y in range(size):
        rows.append(0)  # no filter
        for x in range(size):
            point = ((x + 0.5) / size, (y + 0.5) / size)
            rows.append(20 if any(distance(point, a, b) < width for a, b in lines) else 245)
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        for kind, data in ((b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)),
                           (b"IDAT", zlib.compress(bytes(rows))), (b"IEND", b"")):
            file.write(struct.pack(">I", len(data)) + kind + data)
            file.write(struct.pack(">I", zlib.crc32(kind + data)))


def distance(point, a, b):
    """From a point to the segment from a to b."""
    px, py, dx, dy = point[0] - a[0], point[1] - a[1], b[0] - a[0], b[1] - a[1]
    along = max(0, min(1, (px * dx + py * dy) / (dx * dx + dy * dy)))
    return math.hypot(px - along * dx, py - along * dy)
