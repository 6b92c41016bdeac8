"""Finds Spark's configuration keys in the class files of its jars.

A key is declared by a chain of calls: ConfigBuilder("spark.x").version("3.0.0").bytesConf…; the calls
stand in the byte code in that order, so that reading the instructions from front to back is enough.
"""

import io
import re
import struct
import zipfile

KEY = re.compile(r"spark\.[a-zA-Z][\w-]*(\.[\w-]+)*")

TYPES = {
    "booleanConf": "bool",
    "bytesConf": "size",
    "doubleConf": "double",
    "intConf": "int",
    "longConf": "int",
    "timeConf": "duration",
    "stringConf": "text",
    "enumConf": "text",
    "regexConf": "text",
}

# Lengths of the instructions, opcode by opcode; switches and `wide` are told apart below.
LENGTHS = (
    [1] * 16 + [2, 3, 2, 3, 3] + [2] * 5 + [1] * 28 + [2] * 5 + [1] * 73 + [3] + [1] * 20
    + [3] * 16 + [2, 0, 0] + [1] * 6 + [3] * 7 + [5, 5, 3, 2, 3, 1, 1, 3, 3, 1, 1, 0, 4, 3, 3, 5, 5]
)
LDC, LDC_W, INVOKES, WIDE, TABLE, LOOKUP = 18, 19, (182, 183, 184, 185), 196, 170, 171


def keys_of(jars):
    """Each key of some jars, with its type and the version that brought it, where declared."""
    found = {}
    for jar in jars:
        with zipfile.ZipFile(jar) as archive:
            for name in archive.namelist():
                if name.endswith(".class"):
                    read_class(archive.read(name), found)
    return found


def read_class(data, found):
    stream = io.BytesIO(data)

    def take(form):
        return struct.unpack(">" + form, stream.read(struct.calcsize(">" + form)))

    stream.seek(8)
    pool = constants(take, stream)
    if not any(isinstance(entry, str) and entry.startswith("spark.") for entry in pool):
        return
    for entry in pool:
        if isinstance(entry, str) and KEY.fullmatch(entry):
            found.setdefault(entry, ("", ""))
    stream.seek(6, 1)
    stream.seek(2 * take("H")[0], 1)
    for _kind in ("fields", "methods"):
        for _ in range(take("H")[0]):
            stream.seek(6, 1)
            for _ in range(take("H")[0]):
                name, length = take("HI")
                body = stream.read(length)
                if pool[name] == "Code":
                    read_code(body[8 : 8 + struct.unpack(">I", body[4:8])[0]], pool, found)


def constants(take, stream):
    (count,) = take("H")
    pool = [None] * count
    at = 1
    while at < count:
        (tag,) = take("B")
        if tag == 1:
            pool[at] = stream.read(take("H")[0]).decode("utf-8", "replace")
        elif tag in (7, 8, 16, 19, 20):
            pool[at] = (tag, take("H")[0])
        elif tag in (9, 10, 11, 12, 17, 18):
            pool[at] = (tag, *take("HH"))
        elif tag == 15:
            take("BH")
        elif tag in (5, 6):
            take("II")
            at += 1
        else:
            take("I")
        at += 1
    return pool


def read_code(code, pool, found):
    at, text, key = 0, None, None
    while at < len(code):
        op = code[at]
        if op in (LDC, LDC_W):
            index = code[at + 1] if op == LDC else int.from_bytes(code[at + 1 : at + 3], "big")
            entry = pool[index]
            text = pool[entry[1]] if isinstance(entry, tuple) and entry[0] == 8 else None
        elif op in INVOKES:
            owner, name = called(pool, int.from_bytes(code[at + 1 : at + 3], "big"))
            key, text = call(owner, name, text, key, found)
        at += length(code, at)


def called(pool, index):
    _, owner, signature = pool[index]
    return pool[pool[owner][1]], pool[pool[signature][1]]


def call(owner, name, text, key, found):
    """What a call does to the key being declared and to the text that was loaded last."""
    opens = name in ("buildConf", "buildStaticConf") or "ConfigBuilder" in owner
    if opens and name in ("<init>", "apply", "buildConf", "buildStaticConf"):
        key = text if text and KEY.fullmatch(text) else None
        return key, None
    if key and name == "version" and text:
        found[key] = (found.get(key, ("", ""))[0], text)
    elif key and name in TYPES:
        found[key] = (TYPES[name], found.get(key, ("", ""))[1])
    return key, text


def length(code, at):
    op = code[at]
    if op == WIDE:
        return 6 if code[at + 1] == 132 else 4
    if op not in (TABLE, LOOKUP):
        return LENGTHS[op]
    start = at + 1 + (-(at + 1) % 4)
    if op == TABLE:
        low, high = struct.unpack(">ii", code[start + 4 : start + 12])
        return start + 12 + 4 * (high - low + 1) - at
    (pairs,) = struct.unpack(">i", code[start + 4 : start + 8])
    return start + 8 + 8 * pairs - at
