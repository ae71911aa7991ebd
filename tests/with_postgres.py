"""Run a command with DATABASE_URL pointing at a throw-away PostgreSQL on a free port of this
machine.

usage: python tests/with_postgres.py COMMAND...        exit code 3 when there is no PostgreSQL to
start
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

NO_SERVER = 3


def binaries() -> Path | None:
    """The folder of the newest PostgreSQL server that is installed."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3])
    )
    return found[-1].parent if found else None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def as_server_user(command: list) -> list:
    """The server refuses to run as root: root starts it as the user that came with the package."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


def main(command: list) -> int:
    bin_dir = binaries()
    if bin_dir is None:
        return NO_SERVER
    folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data, port = folder / "data", free_port()

    def server(*arguments):
        subprocess.run(
            as_server_user([str(argument) for argument in arguments]),
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
        )

    try:
        server(
            bin_dir / "initdb",
            "-D",
            data,
            "-U",
            "portal",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        )
        server(
            bin_dir / "pg_ctl",
            "-D",
            data,
            "-w",
            "-l",
            folder / "log",
            "-o",
            f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} "
            "-c fsync=off -c synchronous_commit=off -c full_page_writes=off",  # it need not last
            "start",
        )
        environment = {
            **os.environ,
            "DATABASE_URL": f"postgres://portal@127.0.0.1:{port}/postgres",
            "PYTEST_ADDOPTS": "--reuse-db",
        }  # it goes with its server: dropping it can meet its autovacuum
        return subprocess.run(command, env=environment).returncode
    finally:
        subprocess.run(
            as_server_user([str(bin_dir / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"]),
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
