"""DynamoDB Local and ministack as local processes.

They listen on the loopback address.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from ops import programs

HOST = "127.0.0.1"
REGION = "cn-north-1"
STARTS_WITHIN = 60.0
STOPS_WITHIN = 10.0

CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "000000000000",
    "AWS_SECRET_ACCESS_KEY": "local",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_EC2_METADATA_DISABLED": "true",
}
"""Credentials for the SDK to sign with; local engines accept any."""


class EngineFailed(Exception):
    """Failure of an engine to start.

    The message has the end of its log.
    """


@dataclass
class Engine:
    """One engine's process.

    `start` returns at once; `wait` blocks until the engine answers.
    """

    name: str
    port: int
    command: list[str]
    log: Path
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def endpoint(self) -> str:
        """Its URL."""
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        """Start it in a session of its own.

        So Ctrl-C in a terminal reaches only us.
        """
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **self.environment},
                start_new_session=True,
            )

    def wait(self) -> None:
        """Wait until it accepts connections.

        Raises EngineFailed when it ends or does not answer in time.
        """
        assert self.process
        deadline = time.monotonic() + STARTS_WITHIN
        while not accepts(self.port):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise EngineFailed(f"{self.name} did not start. The end of {self.log}:\n{self._tail()}")
            time.sleep(0.02)

    def stop(self) -> None:
        """End it, with SIGTERM first.

        Does nothing if it has ended.
        """
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _tail(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])


def dynamodb_local(work: Path, data: Path | None = None, port: int = 0) -> Engine:
    """Return DynamoDB Local on a free port.

    It keeps its data in memory, or in the folder `data`, with every acknowledged write.
    """
    home, port = programs.dynamodb_local(), free_port(port)
    if data:
        data.mkdir(parents=True, exist_ok=True)
    quick = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx768m"]
    where = [f"-Djava.library.path={home}/DynamoDBLocal_lib", "-cp", f"{home}/DynamoDBLocal.jar"]
    settings = [f"port={port}", f"in_memory={str(data is None).lower()}"]
    settings += [f"directory={data}"] if data else []
    script = str(Path(__file__).with_name("dynamodb-local.xml"))
    main = ["org.eclipse.jetty.xml.XmlConfiguration", *settings, script]
    environment = {"DDB_LOCAL_TELEMETRY": "0"}
    return Engine("DynamoDB Local", port, [programs.java(), *quick, *where, *main], work / "dynamodb.log", environment)


def ministack(work: Path, services: str, objects: Path | None = None, port: int = 0) -> Engine:
    """Return ministack on a free port with some of its services.

    `objects` is a folder that keeps objects over restarts; then requests must be signed, as AWS asks. Without it the
    engine stands for a region, and lets pass what is not: its queues' policies would refuse its own plain http.
    """
    port, temporary = free_port(port), work / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    environment = {
        **CREDENTIALS,
        "BIND_HOST": HOST,
        "GATEWAY_PORT": str(port),
        "SERVICES": services,
        "MINISTACK_REGION": REGION,
        "IOT_MTLS_ENABLED": "0",
        "LOG_LEVEL": "WARNING",
        "TMPDIR": str(temporary),
    }
    if objects:
        environment |= {"AUTH": "true", "S3_PERSIST": "1", "S3_DATA_DIR": str(objects)}
    script = str(Path(__file__).with_name("emulator.py"))
    return Engine("ministack", port, [sys.executable, "-P", script], work / "ministack.log", environment)


def free_port(preferred: int = 0) -> int:
    """Return a port that nothing listens on now.

    It is the preferred one if that is free, else any.
    """
    if preferred and not is_free(preferred):
        preferred = 0
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((HOST, preferred))
        port: int = probe.getsockname()[1]
        return port


def is_free(port: int) -> bool:
    """Return True if a server could listen on a loopback port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def accepts(port: int) -> bool:
    """Return True if something answers on a loopback port."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((HOST, port)) == 0


def end_left_over(pid: int, mark: str) -> None:
    """Kill a process of an earlier run.

    Only if its command line still contains `mark`.
    """
    if mark not in _command_line(pid):
        return
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + STOPS_WITHIN
    while _command_line(pid) and time.monotonic() < deadline:
        time.sleep(0.02)


def _command_line(pid: int) -> str:
    """Return the command line of a running process, empty without one."""
    ps = subprocess.run(["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True)
    return "" if "<defunct>" in ps.stdout else ps.stdout.strip()
