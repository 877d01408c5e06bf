"""Ours beside PyTorch: 4-step timing, memory over many small jobs, cancel latency, and what computed attention."""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import torch

import shapes
from worker import Worker, java

BEGUN = time.monotonic()


def say(words: str) -> None:
    print(f"[{time.monotonic() - BEGUN:6.1f} s] {words}", flush=True)


def picture(size: str, folder: Path) -> dict:
    """The first frame of a picture-to-video order: raw RGB, as the platform's bundle writes it."""
    width, height = map(int, size.split("x"))
    path = folder / f"{size}.rgb"
    path.write_bytes(bytes((x * 255 // width, y * 255 // height, 128)[c] for y in range(height) for x in range(width) for c in range(3)))
    return {"task": "image-to-video", "first_frame": path}


def peer(pipe, family: str, small: bool, device: str, steps: int) -> float:
    """Milliseconds a step of PyTorch eager, the same weights, size and guidance; the first step warms up and does not count."""
    from PIL import Image

    size, rate, _, frames = shapes.CLIPS[family, small]
    width, height = map(int, size.split("x"))
    pipe.to(device)
    pipe.set_progress_bar_config(disable=True)
    ends = []

    def step(*_):
        if device == "cuda":
            torch.cuda.synchronize()
        ends.append(time.perf_counter())
        return {}

    given = {"prompt": "waves roll in", "guidance_scale": 5.0} if family == "wan" else {
        "image": Image.new("RGB", (width, height), (64, 128, 192)), "fps": rate, "max_guidance_scale": 3.0}
    with torch.no_grad():
        pipe(height=height, width=width, num_frames=frames, num_inference_steps=steps + 1, output_type="latent", callback_on_step_end=step,
             generator=torch.Generator().manual_seed(1), **given)
    return (ends[-1] - ends[0]) / (len(ends) - 1) * 1000


class Bench:
    def __init__(self, options):
        self.options, self.scratch = options, Path(options.keep or tempfile.mkdtemp(prefix="mutoscope-bench-"))
        self.scratch.mkdir(parents=True, exist_ok=True)
        self.home = options.top / "distribution/assembly/target/mutoscope"
        self.log = self.scratch / "worker.log"
        self.figures = {}

    def worker(self, models: Path) -> Worker:
        return Worker(self.home, self.options.natives, self.options.device, self.options.threads, models, self.log)

    def make(self, family: str, small: bool):
        """@return the pipeline and the folder in which its package lies"""
        root = self.scratch / f"{family}-{'small' if small else 'full'}"
        pipe = shapes.MAKERS[family](small, self.options.seed)
        pipe.to(dtype=torch.float16 if self.options.device == "cuda" else torch.float32)
        if not (root / family / "model.json").exists():
            shapes.package(pipe, family, small, root / family)
        size = sum(file.stat().st_size for file in root.rglob("*") if file.is_file())
        say(f"{root.name}: {size / 1e6:.0f} MB")
        return pipe, root

    def order(self, family: str, small: bool, steps: int) -> dict:
        size, _, seconds, _ = shapes.CLIPS[family, small]
        given = picture(size, self.scratch) if family == "svd" else {}
        return {"model": f"bench-{family}", "size": size, "seconds": seconds, "option__steps": steps} | given

    def timing(self, family: str, steps: int = 4) -> Path:
        small = self.options.small
        pipe, root = self.make(family, small)
        theirs = peer(pipe, family, small, self.options.device, steps)
        del pipe
        if self.options.device == "cuda":
            torch.cuda.empty_cache()
        ours = self.worker(root)
        order = self.order(family, small, steps)
        first, facts = ours.render(**order), ours.render(**order | {"seed": 2})
        each = int(facts["denoise_ms"]) / steps
        say(f"{family}-shaped on {ours.hello['device']} ({ours.hello['provider']}): {each:.1f} ms a step, PyTorch eager {theirs:.1f} ms: {each / theirs:.2f} times;"
            f" opened in {first['open_ms']} ms, text {facts['text_ms']}, decode {facts['decode_ms']} ms; "
            f"{ours.host_mib():.0f} MiB, on the device {ours.device_mib()} MiB")
        self.figures[family] = {"ours_ms": each, "pytorch_ms": theirs, "ratio": each / theirs}
        latency = [ours.cancelled_in("denoise", **order | {"option__steps": 200}) for _ in range(5)]
        say(f"{family}: cancelled while it denoises, idle after {max(latency):.1f} ms at most ({', '.join(f'{ms:.1f}' for ms in latency)})")
        self.figures[family]["cancel_ms"] = max(latency)
        ours.close()
        return root

    def memory(self, root: Path, jobs: int) -> None:
        """Many small jobs of two steps: what each leaves behind shows."""
        ours, order = self.worker(root), self.order("wan", True, 2)
        for seed in range(max(10, jobs // 10)):
            ours.render(**order | {"seed": seed})
        before, on_device, begun = ours.host_mib(), ours.device_mib(), time.perf_counter()
        for seed in range(jobs):
            ours.render(**order | {"seed": 1000 + seed})
        seconds, after = time.perf_counter() - begun, ours.host_mib()
        say(f"memory over {jobs} jobs of 2 steps: {before:.1f}, then {after:.1f} MiB; on the device {on_device}, then {ours.device_mib()} MiB; {jobs / seconds:.1f} jobs/s")
        self.figures["memory"] = {"jobs": jobs, "before_mib": before, "after_mib": after}
        ours.close()

    def attention(self, root: Path) -> None:
        """What ran: from a profile of the trial of each small package, and from what ONNX Runtime says of its choice among kernels on CUDA."""
        env = os.environ | {"ORT_DISABLE_TELEMETRY": "1", "ORT_ENABLE_ATTENTION_KERNEL_DEBUG_INFO": "1"}
        command = java(self.home, self.options.natives, "Inspection", f"device={self.options.device}", f"models={root}")
        command.insert(1, f"-Dmutoscope.worker.profile={self.scratch}/profile-{root.name}")
        ran = subprocess.run(command, capture_output=True, text=True, env=env)
        for line in sorted({line for line in ran.stdout.splitlines() if "ttention" in line and not line.startswith("{")}):
            say(f"{root.name}: {line.strip()}")
        profiles = sorted(self.scratch.glob(f"profile-{root.name}*.json"))
        if ran.returncode or not profiles:
            sys.exit(f"no profile: {ran.stderr[-500:]}")
        time_of, calls = Counter(), Counter()
        for profile in profiles:
            for event in json.loads(profile.read_text()):
                kind = event.get("args", {}).get("op_name")
                if event.get("cat") == "Node" and kind and event["name"].endswith("_kernel_time"):
                    where = f"{kind} on {event['args']['provider'].replace('ExecutionProvider', '')}"
                    time_of[where] += event["dur"]
                    calls[where] += 1
            profile.unlink()
        whole = sum(time_of.values()) or 1
        shown = time_of.most_common(4) + [(where, t) for where, t in time_of.items() if "Attention" in where]
        for where, micros in dict(shown).items():
            say(f"{root.name}: {where}: {calls[where]} times, {micros / whole:.0%} of the time of all nodes")
        self.figures[f"attention-{root.name}"] = [where for where in time_of if "Attention" in where]

    def run(self) -> None:
        for family in ("wan", "svd"):
            root = self.timing(family)
            small = root if self.options.small else self.make(family, True)[1]
            self.attention(small)
            if family == "wan":
                self.memory(small, self.options.jobs)
        print(json.dumps(self.figures))
        say("done; it should take less than 540 s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--top", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--device", choices=("cuda", "cpu"), default="cuda")
    parser.add_argument("--small", action="store_true", help="small shapes of the same classes: to see that it runs")
    parser.add_argument("--natives", type=Path, help="folder that `mutoscope natives install cuda13` has filled; needed for cuda")
    parser.add_argument("--jobs", type=int, default=200)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", help="keeps packages there for the next run")
    options = parser.parse_args()
    if options.device == "cuda" and not (options.natives and torch.cuda.is_available()):
        sys.exit("cuda needs --natives FOLDER and a GPU that PyTorch sees; --device cpu --small runs everywhere")
    torch.set_num_threads(options.threads)
    Bench(options).run()


if __name__ == "__main__":
    main()
