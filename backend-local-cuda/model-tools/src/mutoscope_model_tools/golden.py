"""Expected results: what the diffusers pipeline itself computed for a package, and the comparison with ONNX Runtime."""
import json
import shutil
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import onnxruntime
import torch

LATENTS, FRAMES, SHARE = 1e-3, 1, .999


class Golden:
    """Writes tensors as raw little-endian files and golden.json, which names them."""

    def __init__(self, folder: Path, **fields):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.folder, self.fields, self.tensors, self.values, self.unpack, self.decoding = folder, fields, {}, {}, None, {}

    def add(self, name: str, values) -> None:
        values = values.detach().cpu().numpy() if isinstance(values, torch.Tensor) else np.asarray(values)
        values = values.astype({"float64": "float32"}.get(values.dtype.name, values.dtype.name), order="C")
        (self.folder / f"{name}.bin").write_bytes(values.astype(values.dtype.newbyteorder("<")).tobytes())
        self.tensors[name] = {"file": f"{name}.bin", "dtype": values.dtype.name, "shape": list(values.shape)}
        self.values[name] = values

    def latents(self, name: str) -> np.ndarray:
        """Latents as a decoder takes them."""
        return self.unpack(torch.from_numpy(self.values[name])).numpy() if self.unpack else self.values[name]

    def step(self, pipe, index, timestep, tensors) -> dict:
        """callback_on_step_end of the pipelines."""
        self.add(f"latents_{index:02d}", tensors["latents"])
        return {}

    def close(self, pipe) -> None:
        self.add("timesteps", pipe.scheduler.timesteps.float())
        if hasattr(pipe.scheduler, "sigmas"):
            self.add("sigmas", pipe.scheduler.sigmas)
        (self.folder / "golden.json").write_text(json.dumps(self.fields | {"tensors": self.tensors}, indent=1, ensure_ascii=False) + "\n")


def frames(video) -> np.ndarray:
    """The pipeline's floats 0 to 1 as it would write them into pictures."""
    return (np.asarray(video) * 255).round().astype(np.uint8)


@contextmanager
def draws(module, log: list):
    """Keeps every standard-normal draw of a pipeline's Python module."""
    real = module.randn_tensor

    def kept(*args, **named):
        log.append(real(*args, **named))
        return log[-1]

    module.randn_tensor = kept
    try:
        yield log
    finally:
        module.randn_tensor = real


class Sessions:
    """The graphs of a package in ONNX Runtime on the processor."""

    def __init__(self, folder: Path):
        self.folder, self.about, self.open = folder, json.loads((folder / "model.json").read_text()), {}
        self.last = {}

    def run(self, role: str, **inputs):
        """Feeds a graph by name, in the types that it asks for, and answers its outputs as tensors."""
        session = self.open.get(role) or self._load(role)
        fed = {}
        for wanted in session.get_inputs():
            value = inputs.pop(wanted.name)
            kind = {"tensor(float)": np.float32, "tensor(float16)": np.float16, "tensor(int64)": np.int64, "tensor(int32)": np.int32}[wanted.type]
            fed[wanted.name] = np.asarray(value.detach() if isinstance(value, torch.Tensor) else value).astype(kind)
        if inputs:
            raise ValueError(f"{role} does not take {list(inputs)}")
        self.last[role] = fed
        answers = [torch.from_numpy(answer) for answer in session.run(None, fed)]
        return answers[0] if len(answers) == 1 else answers

    def _load(self, role: str):
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self.open[role] = onnxruntime.InferenceSession(str(self.folder / self.about["graphs"][role]["file"]), options, providers=["CPUExecutionProvider"])
        return self.open[role]


def every_input_matters(sessions: Sessions) -> None:
    """Stops if a graph does not react to one of its inputs: a result that cannot tell a wrong input from a right one proves nothing."""
    for role, fed in sessions.last.items():
        session = sessions.open[role]
        plain = [answer.astype(float) for answer in session.run(None, fed)]
        for name, value in fed.items():
            other = np.roll(value, 1, -1)
            if name.endswith("mask"):
                other = value.copy()
                other[..., 1] = 1 - other[..., 1]
            if value.dtype.kind == "f":  # Not one amount for all, which a norm would take out.
                bent = .1 * (np.std(value) or 1) * np.random.default_rng(1).standard_normal(value.shape)
                other = (other + bent + (name == "timestep")).astype(value.dtype)
            changes = [np.abs(a - b.astype(float)).max() / max(1e-9, np.abs(a).max()) for a, b in zip(plain, session.run(None, fed | {name: other})) if a.size]
            print(f"  {role} reacts to {name}: {max(changes):.1e}")
            if max(changes) < 3e-4:
                raise SystemExit(f"{role} does not react to {name}")


def compare(name: str, wanted: np.ndarray, found) -> None:
    """Stops if a result misses the measure."""
    found = np.asarray(found)
    if wanted.shape != found.shape:
        raise SystemExit(f"{name}: shape {found.shape} instead of {wanted.shape}")
    if not np.all(np.isfinite(wanted)):
        raise SystemExit(f"{name}: the reference holds a value that is not a number")
    if wanted.dtype == np.uint8:
        share = np.mean(np.abs(wanted.astype(int) - found.astype(int)) <= FRAMES)
        print(f"  {name}: {share:.5f} of the values within {FRAMES}, spread {wanted.std():.1f}")
        good = share >= SHARE
    else:
        most, limit = np.abs(wanted - found).max(), LATENTS * max(1, np.abs(wanted).max())
        print(f"  {name}: {most:.2e} of {limit:.2e}")
        good = most <= limit
    if not good:
        raise SystemExit(f"{name} misses the measure")
