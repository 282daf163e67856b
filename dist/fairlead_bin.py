"""The fairlead command, which lies beside this file with a Java of its own."""

import os
import sys

_BIN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "command", "bin")


def fairlead():
    _run("fairlead")


def kubectl_fairlead():
    _run("kubectl-fairlead")


def _run(name):
    command = os.path.join(_BIN, name)
    os.execv(command, [command, *sys.argv[1:]])
