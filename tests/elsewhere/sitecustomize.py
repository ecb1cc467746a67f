"""What Windows lacks is hidden where this folder is on Python's path: Python imports this file first.

Modules that only Unix has cannot be imported, no symbolic link can be made, and no file that this process holds open
can be renamed over, moved or removed.
"""

import os
import sys
from pathlib import Path

import filelock  # noqa: F401 - before they are hidden: on Windows it has locks of its own

ABSENT = ("fcntl", "resource", "pwd", "grp", "termios")
OPEN = Path("/proc/self/fd")


def _refused(*_, **__):
    raise OSError(1314, "A required privilege is not held by the client")


def _is_held(path):
    """Whether this process has a file open, or one in a folder."""
    path, held = path.resolve(), []
    for number in OPEN.iterdir():
        try:
            held.append(number.readlink())
        except OSError:  # the one that listed them
            continue
    return any(each.is_relative_to(path) and not each.is_dir() for each in held)


def _unless_held(change):
    def changed(*paths, dir_fd=None, **more):
        folder = Path() if dir_fd is None else (OPEN / str(dir_fd)).readlink()
        for path in paths:
            if _is_held(folder / os.fsdecode(path)):
                raise PermissionError(13, "The process cannot access the file: it is in use", str(path))
        return change(*paths, **more) if dir_fd is None else change(*paths, dir_fd=dir_fd, **more)

    return changed


sys.modules.update(dict.fromkeys(ABSENT))
os.symlink = _refused
os.replace, os.rename, os.unlink, os.remove = map(_unless_held, (os.replace, os.rename, os.unlink, os.remove))
