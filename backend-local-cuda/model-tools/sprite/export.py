"""Writes the model package (format 1) from a checkpoint: one ONNX graph with guidance inside, vocabulary, model.json and golden.json.

    python export.py RUN_DIR/checkpoint.pt ../../models/sprite

The weights are stored as fp16 and cast to fp32 when the file is loaded: half the download, the arithmetic stays fp32. The exported file is run with
ONNX Runtime against PyTorch before model.json is written; a difference above 1e-3 stops the export.
"""
import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
import torch.nn as nn
from onnx import TensorProto, helper, numpy_helper

import vocabulary
from network import Denoiser
from render import FRAME_SIZES
from sample import FIRST_FRAME_STEPS, GUIDANCE, STEPS, TIME_FLOOR

INPUTS, OUTPUTS = ["noisy", "time", "caption", "phase", "context", "guidance"], ["clean"]
OPSET = 18
PROVENANCE = ("Trained from random weights on clips drawn by model-tools/sprite/render.py from Noto Color Emoji 2.042 (SIL Open Font License 1.1). "
              "No photographs, films or third-party weights were used. Paths of motion words are a table in the graph, not learned.")


class Guided(nn.Module):
    """The denoiser with classifier-free guidance: the caption and the empty caption go through as a batch of two."""

    def __init__(self, net: nn.Module):
        super().__init__()
        self.net = net

    def forward(self, noisy, time, caption, phase, context, guidance):
        def twice(x):
            return torch.cat([x, x], 0)

        both = self.net(twice(noisy), twice(time), torch.cat([caption, caption * 0], 0), twice(phase), twice(context))
        told, plain = both[:1], both[1:]
        return plain + guidance.view(1, 1, 1, 1) * (told - plain)


def halve_weights(model: onnx.ModelProto) -> None:
    """Stores float32 weights of more than 64 values as float16 followed by a Cast, which ONNX Runtime folds when it loads the file."""
    graph, casts = model.graph, []
    for weight in graph.initializer:
        if weight.data_type == TensorProto.FLOAT and np.prod(weight.dims) > 64:
            name, values = weight.name, numpy_helper.to_array(weight)
            weight.CopyFrom(numpy_helper.from_array(values.astype(np.float16), name + "_half"))
            casts.append(helper.make_node("Cast", [name + "_half"], [name], name=name + "_cast", to=TensorProto.FLOAT))
    kept = list(graph.node)
    del graph.node[:]
    graph.node.extend(casts + kept)


def write_graph(net: nn.Module, file: Path) -> None:
    height, width = FRAME_SIZES[0]
    example = (torch.randn(1, 3, height, width), torch.tensor([.5]), torch.ones(1, 4, dtype=torch.long), torch.tensor([.5]),
               torch.randn(1, 6, height, width), torch.tensor([2.]))
    free = {2: "height", 3: "width"}
    torch.onnx.export(Guided(net).eval(), example, file, input_names=INPUTS, output_names=OUTPUTS, opset_version=OPSET, dynamo=False,
                      dynamic_axes={"noisy": free, "context": free, "clean": free})
    model = onnx.load(file)
    halve_weights(model)
    model.producer_name, model.producer_version, model.doc_string = "mutoscope model-tools", "1", "Sprite denoiser"
    onnx.checker.check_model(model)
    onnx.save(model, file)


def session(file: Path, threads: int = 2) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # Spinning threads halve the speed on a busy machine.
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


def compare(net: nn.Module, file: Path) -> float:
    """Largest difference between PyTorch (weights rounded as in the file) and ONNX Runtime, over both frame sizes."""
    rounded = Denoiser(**net.settings)
    rounded.load_state_dict({k: v.half().float() if v.numel() > 64 else v for k, v in net.state_dict().items()})
    guided, run, worst = Guided(rounded).eval(), session(file), 0.
    for height, width in FRAME_SIZES:
        x = [torch.randn(1, 3, height, width), torch.tensor([.3]), torch.tensor([[3, 2, 3, 0]]), torch.tensor([.4]),
             torch.randn(1, 6, height, width), torch.tensor([2.])]
        with torch.no_grad():
            expected = guided(*x).numpy()
        worst = max(worst, float(np.abs(expected - run.run(None, {n: v.numpy() for n, v in zip(INPUTS, x)})[0]).max()))
    return worst


def sequence(seed: int, count: int) -> np.ndarray:
    """The documented test sequence: s = (1103515245 s + 12345) mod 2^31, value = s / 2^30 - 1, as float32."""
    values = np.empty(count, np.float32)
    for i in range(count):
        seed = (1103515245 * seed + 12345) % 2 ** 31
        values[i] = seed / 2 ** 30 - 1
    return values


def golden(file: Path) -> dict:
    """Inputs by formula and what the graph answers, for checking another runtime."""
    run, cases = session(file), []
    for number, (height, width) in enumerate(FRAME_SIZES):
        for context_seed in (0, 77):
            seed, caption, time, phase, guidance = 11 + number, [1 + number, 2, 3, 2], .25, .5, 2.
            context = sequence(context_seed, 6 * height * width) if context_seed else np.zeros(6 * height * width, np.float32)
            clean = run.run(None, {"noisy": sequence(seed, 3 * height * width).reshape(1, 3, height, width), "time": np.float32([time]),
                                   "caption": np.int64([caption]), "phase": np.float32([phase]), "guidance": np.float32([guidance]),
                                   "context": context.reshape(1, 6, height, width)})[0]
            flat = clean.reshape(-1).astype(np.float64)
            cases.append({"height": height, "width": width, "noisy_seed": seed, "context_seed": context_seed, "time": time, "caption": caption,
                          "phase": phase, "guidance": guidance, "mean": flat.mean(), "standard_deviation": flat.std(), "minimum": flat.min(),
                          "maximum": flat.max(), "first": [round(float(v), 5) for v in flat[:24]],
                          "every_197th": [round(float(v), 5) for v in flat[::197]]})
    return {"sequence": "s = (1103515245 * s + 12345) mod 2^31, from s = seed; value = s / 2^30 - 1 as float32; filled in C order. Seed 0 means all zeros.",
            "tolerance": 1e-3, "cases": cases}


def entry(file: Path) -> dict:
    data = file.read_bytes()
    return {"file": file.name, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def describe(folder: Path, identity: dict) -> None:
    """Writes vocabulary.json and model.json beside the graph that lies in the folder."""
    (folder / "vocabulary.json").write_text(json.dumps(vocabulary.build(), indent=0) + "\n")
    manifest = {
        "format": 1, "id": "", "name": "", "version": "", "licence": "Apache-2.0", "pipeline": "sprite", "tasks": ["text-to-video"],
        "graphs": {"denoiser": {**entry(folder / "denoiser.onnx"), "inputs": INPUTS, "outputs": OUTPUTS}},
        "files": {"vocabulary": entry(folder / "vocabulary.json")},
        "frames_per_second": 8, "seconds": [4, 8, 12], "render_sizes": [f"{w}x{h}" for h, w in FRAME_SIZES],
        "sampler": {"type": "euler-rectified-flow", "first_frame_steps": FIRST_FRAME_STEPS, "steps": STEPS, "guidance": GUIDANCE,
                    "time_floor": TIME_FLOOR},
        "memory_mb": {"host": 400, "device": 600}, "provenance": PROVENANCE, **identity}
    (folder / "model.json").write_text(json.dumps(manifest, indent=2) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    torch.manual_seed(0)
    kept = torch.load(options.checkpoint)
    net = Denoiser()
    net.load_state_dict(kept["average"])
    options.folder.mkdir(parents=True, exist_ok=True)
    fresh = options.folder / "denoiser.onnx.new"
    write_graph(net, fresh)
    worst = compare(net, fresh)
    print(f"step {kept['steps']}: {fresh.stat().st_size} bytes, ONNX Runtime {onnxruntime.__version__} against PyTorch: max abs difference {worst:.2e}")
    if worst > 1e-3:
        raise SystemExit("the exported graph does not compute what PyTorch computes; nothing replaced")
    fresh.replace(options.folder / "denoiser.onnx")
    describe(options.folder, {"id": "sprite-1", "name": "Mutoscope Sprite", "version": "1.0.0"})
    (options.folder / "golden.json").write_text(json.dumps(golden(options.folder / "denoiser.onnx"), indent=0) + "\n")


if __name__ == "__main__":
    main()
