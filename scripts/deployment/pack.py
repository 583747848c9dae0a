"""The zips of functions, as they are uploaded: `python -m deployment.pack FOLDER` makes FOLDER/<function>/bootstrap.zip.

The same bytes give the same zip, whenever and wherever it is made, so a function that has not changed is neither uploaded nor
replaced by a deployment. What a function weighs counts at its cold start: libdeflate leaves 3 % less of it than zlib does.
"""

import argparse
import concurrent.futures
import functools
import hashlib
import io
import json
import os
import pathlib
import struct
import zipfile
import zlib

import deflate

from . import Stop, command

NAME = b"bootstrap"
# The most that libdeflate can do, and what it does in no time.
SMALLEST, QUICKEST = 12, 1
# 1 January 1980, the first day that a zip can have, at midnight.
WHEN = (0, 1 << 5 | 1)
# A regular file that everybody may read and run, made by a Unix.
MODE, UNIX = 0o100755 << 16, 3 << 8
DEFLATED, VERSION = 8, 20


def zipped(content, level=SMALLEST):
    """A zip of this one file. Its layout is that of APPNOTE.TXT 6.3, 4.3.7, 4.3.12 and 4.3.16; zipfile compresses by zlib only."""
    packed = deflate.deflate_compress(content, level)
    about = struct.pack(
        "<5H3L2H", VERSION, 0, DEFLATED, *WHEN, zlib.crc32(content), len(packed), len(content), len(NAME), 0
    )
    local = b"PK\3\4" + about + NAME + packed
    central = b"PK\1\2" + struct.pack("<H", UNIX | VERSION) + about + struct.pack("<3H2L", 0, 0, 0, MODE, 0) + NAME
    end = b"PK\5\6" + struct.pack("<4H2LH", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + end


def pack(path, level=SMALLEST):
    """Makes the zip next to a binary, unless there is one of its bytes. Returns both sizes and the zip's hash."""
    content, zip_path = path.read_bytes(), path.with_suffix(".zip")
    try:
        made, names = zip_path.read_bytes(), [NAME.decode()]
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            fits = archive.namelist() == names and archive.read(names[0]) == content
    except (FileNotFoundError, zipfile.BadZipFile, zlib.error):
        fits = False
    if not fits:
        made = zipped(content, level)
        part = zip_path.with_suffix(".part")
        part.write_bytes(made)
        part.replace(zip_path)
    return len(made), len(content), hashlib.sha256(made).hexdigest()


def main():
    about = argparse.ArgumentParser(prog="pack", description="Packs what was built, and says what it weighs.")
    about.add_argument("folder", type=pathlib.Path)
    about.add_argument("--quick", action="store_true", help="in a second, and larger")
    options = about.parse_args()
    folder, level = options.folder, QUICKEST if options.quick else SMALLEST
    paths = sorted(folder.glob("*/bootstrap"))
    if not paths:
        raise Stop(f"there is no function in {folder}")
    with concurrent.futures.ProcessPoolExecutor(os.cpu_count()) as workers:
        rows = sorted(zip(workers.map(functools.partial(pack, level=level), paths), (path.parent.name for path in paths)), reverse=True)
    kept = folder.with_suffix(".json")
    before = json.loads(kept.read_text()) if kept.exists() else {}
    now = {name: sha256 for (_, _, sha256), name in rows}
    kept.write_text(json.dumps(now, indent=1))
    print(f"{'function':<28}{'zipped MB':>10}{'MB':>8}  sha256 of the zip")
    for (small, plain, sha256), name in rows:
        changed = "" if before.get(name) == sha256 else "  changed" if name in before else "  new"
        print(f"{name:<28}{small / 1e6:>10.2f}{plain / 1e6:>8.2f}  {sha256[:16]}{changed}")
    same = sum(before.get(name) == sha256 for name, sha256 in now.items())
    print(f"build: {same} of {len(now)} functions are as after the build before")


if __name__ == "__main__":
    command("pack", main)
