"""Makes the wheel of the command out of the folder of the archive, beside it: VERSION SECONDS FOLDER.

The same folder gives the same bytes: files are sorted by name, and have the time that is given (seconds since 1970).
"""

import base64
import hashlib
import platform
import re
import stat
import sys
import time
import zipfile
from pathlib import Path

# Somebody else's package is called fairlead on PyPI.
NAME = "fairlead_bin"

METADATA = """\
Metadata-Version: 2.4
Name: fairlead-bin
Version: {version}
Summary: Keeps every Kubernetes Service connected to the Pods it names
Keywords: kubernetes,lint,manifests,service,pre-commit
Requires-Python: >=3.8
Classifier: Environment :: Console
Classifier: Operating System :: POSIX :: Linux
License-File: LICENSE
License-File: NOTICE
Description-Content-Type: text/markdown

# fairlead

The `fairlead` command with a Java of its own: it checks, plans and fixes Kubernetes manifests.

    fairlead check deploy/
    fairlead explain selector-unmatched

The licences of Java are in `fairlead_bin/command/runtime/legal`, of what else is bundled in `META-INF/THIRD-PARTY.txt` of the jar.
"""

WHEEL = """\
Wheel-Version: 1.0
Generator: fairlead
Root-Is-Purelib: false
Tag: py3-none-manylinux_2_17_{machine}
"""

ENTRY_POINTS = f"""\
[console_scripts]
fairlead = {NAME}:fairlead
kubectl-fairlead = {NAME}:kubectl_fairlead
"""


def python_version(version):
    """The version by the rules of Python (PEP 440)."""
    written = re.sub(r"-SNAPSHOT$", ".dev0", version)
    if not re.fullmatch(r"\d+(\.\d+)*(rc\d+)?(\.dev0)?", written):
        sys.exit(f"dist: '{version}' has no meaning as a version of Python: say in dist/wheel.py what it is there")
    return written


def place(path, info):
    """Where a file of the archive lies in the wheel."""
    if path.parts[0] == "share":
        return f"{info[:-10]}.data/data/{path}"
    if path.name in ("LICENSE", "NOTICE") and len(path.parts) == 1:
        return f"{info}/licenses/{path}"
    return f"{NAME}/command/{path}"


def files(folder, version):
    """The content and the rights of each file, by its name in the wheel."""
    info = f"{NAME}-{version}.dist-info"
    texts = {
        f"{NAME}/__init__.py": Path(__file__).with_name("fairlead_bin.py").read_text(),
        f"{info}/METADATA": METADATA.format(version=version),
        f"{info}/WHEEL": WHEEL.format(machine=platform.machine()),
        f"{info}/entry_points.txt": ENTRY_POINTS,
    }
    found = {name: (text.encode(), 0o644) for name, text in texts.items()}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            rights = stat.S_IMODE(path.stat().st_mode)
            found[place(path.relative_to(folder), info)] = (path.read_bytes(), rights)
    # What is in the wheel, itself without a sum.
    record = f"{info}/RECORD"
    lines = [f"{name},sha256={digest(content)},{len(content)}\n" for name, (content, _) in sorted(found.items())]
    found[record] = ("".join(lines + [f"{record},,\n"]).encode(), 0o644)
    return found


def digest(content):
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def main(version, seconds, folder):
    version = python_version(version)
    wheel = Path(folder).with_name(f"{NAME}-{version}-py3-none-manylinux_2_17_{platform.machine()}.whl")
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, (content, rights) in sorted(files(Path(folder), version).items()):
            entry = zipfile.ZipInfo(name, time.gmtime(int(seconds))[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (stat.S_IFREG | rights) << 16
            archive.writestr(entry, content)
    print(f"dist: made dist/target/{wheel.name}")


if __name__ == "__main__":
    main(*sys.argv[1:])
