"""Reads the event files that TensorBoard reads, and checks every check sum in them."""
import pathlib
import struct

CASTAGNOLI = 0x82F63B78


def crc32c(data):
    rest = 0xFFFFFFFF
    for byte in data:
        rest ^= byte
        for _ in range(8):
            rest = rest >> 1 ^ (CASTAGNOLI if rest & 1 else 0)
    return rest ^ 0xFFFFFFFF


def masked(data):
    crc = crc32c(data)
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def records(data):
    """TFRecords: length, its check sum, what is in it, the check sum of that."""
    while data:
        (length,), (check,) = struct.unpack("<Q", data[:8]), struct.unpack("<I", data[8:12])
        assert check == masked(data[:8]), "the check sum of a length"
        record, (check,) = data[12:12 + length], struct.unpack("<I", data[12 + length:16 + length])
        assert check == masked(record), "the check sum of a record"
        yield record
        data = data[16 + length:]


def varint(data, at):
    number = shift = 0
    while True:
        number |= (data[at] & 0x7F) << shift
        shift += 7
        at += 1
        if data[at - 1] < 0x80:
            return number, at


def fields(data):
    """(number, value) of each field of a protocol buffer."""
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        kind = key & 7
        if kind == 0:
            value, at = varint(data, at)
        else:
            length, at = (8, at) if kind == 1 else (4, at) if kind == 5 else varint(data, at)
            value, at = data[at:at + length], at + length
            if kind != 2:
                value = struct.unpack("<d" if kind == 1 else "<f", value)[0]
        yield key >> 3, value


def scalars(folder):
    """{tag: [(step, value)]} of the event files in a folder, and what they say of themselves."""
    found, versions = {}, []
    for path in sorted(pathlib.Path(folder).iterdir()):
        for record in records(path.read_bytes()):
            event = dict(fields(record))
            assert event[1] > 1.7e9, "the time"
            if 3 in event:
                versions.append(event[3].decode())
            for number, value in fields(event.get(5, b"")):
                assert number == 1
                scalar = dict(fields(value))
                found.setdefault(scalar[1].decode(), []).append((event[2], scalar[2]))
    return found, versions
