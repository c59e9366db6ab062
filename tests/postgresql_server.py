"""A PostgreSQL server of the tests' own, which they may stop and start."""

import os
import shutil
import socket
import subprocess
from pathlib import Path

ROOT = getattr(os, "geteuid", lambda: 1)() == 0  # PostgreSQL refuses to run as root


def programs():
    """Return the folder with initdb and pg_ctl, the newest; or None."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=version)
    found = [shutil.which("initdb"), *debian[::-1]]
    return next((Path(path).parent for path in found if path), None)


def version(path):
    return int(path.parts[-3])


class Server:
    """A server in `folder`. It is not running until it is started."""

    def __init__(self, folder):
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.address = f"postgresql+psycopg://pipit@127.0.0.1:{self.port}/postgres"
        if ROOT:
            shutil.chown(folder, "postgres")
        self.run("initdb", "--username=pipit", "--auth=trust", "--no-sync")

    def start(self):
        options = f"-p {self.port} -h 127.0.0.1 -c unix_socket_directories="
        self.run("pg_ctl", "start", "--wait", f"--options={options}", "--log=log")

    def stop(self):
        self.run("pg_ctl", "stop", "--mode=immediate")

    def run(self, program, *arguments):
        subprocess.run(
            [programs() / program, f"--pgdata={self.folder / 'data'}", *arguments],
            user="postgres" if ROOT else None,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            check=True,
        )
