"""Reads a stream of YAML documents and writes them as one JSON array, hiding nothing.

What JSON has no word for (a date, a key that is no string) is written as a marked string, so that
it differs from whatever was meant.
"""

import json
import math
import sys


def plain(value):
    if isinstance(value, dict):
        return {
            key if isinstance(key, str) else f"!key {key!r}": plain(item)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [plain(item) for item in value]
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    return f"!value {value!r}"


def documents(reader, text):
    if reader == "ruamel":
        from ruamel.yaml import YAML

        return YAML(typ="safe", pure=True).load_all(text)
    import yaml

    return yaml.load_all(text, Loader=getattr(yaml, reader))


sys.stdin.reconfigure(encoding="utf-8", newline="")
sys.stdout.reconfigure(encoding="utf-8")
read = documents(sys.argv[1], sys.stdin.read())
json.dump([plain(document) for document in read], sys.stdout)
