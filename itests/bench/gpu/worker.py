"""A worker process, spoken to as the platform speaks to it (backend-local-cuda/worker, package wire)."""
import os
import struct
import subprocess
import time
from pathlib import Path

MAGIC = 0x4D555431
HELLO, OFFER, PROBLEM, READY, RENDER, CANCEL, PROGRESS, FRAME, DONE, REFUSED, FAILED = 1, 2, 3, 4, 16, 17, 18, 19, 20, 21, 22
LAST = (DONE, REFUSED, FAILED)


def java(home: Path, natives, main: str, *arguments: str) -> list[str]:
    program = Path(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else "java"
    native = [f"-Donnxruntime.native.path={natives}"] if natives else []
    return [str(program), "-Xmx2g", "-XX:+UseSerialGC", *native, "-cp", f"{home}/lib/worker/*", f"org.mutoscope.worker.{main}", *arguments]


class Worker:
    def __init__(self, home: Path, natives, device: str, threads: int, models: Path, log: Path):
        self.log = log.open("ab")
        self.process = subprocess.Popen(
            java(home, natives, "WorkerMain", f"device={device}", f"threads={threads}", f"models={models}"), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=self.log, env=os.environ | {"ORT_DISABLE_TELEMETRY": "1"})
        self.hello, self.offers = {}, []
        while (message := self.take())[0] != READY:
            kind, fields = message
            if kind == HELLO:
                self.hello = fields
            elif kind == OFFER:
                self.offers.append(fields["id"])
            else:
                raise SystemExit(f"the worker refuses a package: {fields}")

    def take(self):
        head = self.process.stdout.read(9)
        if len(head) < 9:
            raise SystemExit(f"the worker ended with {self.process.wait()}; see {self.log.name}")
        magic, kind, length = struct.unpack(">IBI", head)
        if magic != MAGIC:
            raise SystemExit("the worker wrote something that is no message")
        payload = self.process.stdout.read(length)
        return kind, {} if kind == FRAME else dict(line.split("=", 1) for line in payload.decode().split("\n") if line)

    def send(self, kind: int, **fields) -> None:
        escape = lambda value: str(value).replace("\\", "\\\\").replace("\n", "\\n")
        payload = "".join(f"{name.replace('__', '.')}={escape(value)}\n" for name, value in fields.items()).encode()
        self.process.stdin.write(struct.pack(">IBI", MAGIC, kind, len(payload)) + payload)
        self.process.stdin.flush()

    def order(self, **fields) -> None:
        self.send(RENDER, **({"job": "bench", "prompt": "waves roll in", "seed": 1, "task": "text-to-video"} | fields))

    def render(self, **fields) -> dict:
        """@return facts of the clip, and its frames counted"""
        self.order(**fields)
        frames = 0
        while (message := self.take())[0] not in LAST:
            frames += message[0] == FRAME
        if message[0] != DONE:
            raise SystemExit(f"no clip: {message[1]}")
        return message[1] | {"frames_seen": frames}

    def cancelled_in(self, phase: str, **fields) -> float:
        """Milliseconds from a cancel in this phase to the worker's being idle."""
        self.order(**fields)
        while True:
            kind, said = self.take()
            if kind in LAST:
                raise SystemExit(f"it ended before its phase {phase}: {said}")
            if kind == PROGRESS and said["phase"] == phase:
                break
        begun = time.perf_counter()
        self.send(CANCEL)
        while (message := self.take())[0] not in LAST:
            pass
        if message[1].get("code") != "cancelled":
            raise SystemExit(f"it was not cancelled: {message}")
        return (time.perf_counter() - begun) * 1000

    def host_mib(self) -> float:
        return int(next(line for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines() if line.startswith("VmRSS")).split()[1]) / 1024

    def device_mib(self):
        """Memory on the GPU; None where there is none to ask for."""
        try:
            told = subprocess.run(["nvidia-smi", "--query-compute-apps=pid,used_memory", "--format=csv,noheader,nounits"], capture_output=True, text=True).stdout
        except FileNotFoundError:
            return None
        used = [int(line.split(",")[1]) for line in told.splitlines() if line.split(",")[0].strip() == str(self.process.pid)]
        return sum(used) if used else None

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(60)
        self.log.close()
