"""Writes packages for the worker's unit tests: `tiny` works and has random weights, `wrong-inputs` and `nan` are bad on purpose.

    python make_tiny.py ../../worker/src/test/resources/models

`tiny` has Sprite's interface (names, shapes, free height and width, guidance inside) and draws coloured noise that depends on every input.
In `wrong-inputs` the graph calls its first input "sample" while model.json promises "noisy"; in `nan` every answer is not a number.
"""
import argparse
import json
from pathlib import Path

import onnx
import torch
import torch.nn as nn

from export import describe, golden, write_graph
from render import SLOTS

TEXT = "Random weights for unit tests; draws nothing that can be recognised."


class Tiny(nn.Module):
    """Two convolutions and one colour per word."""

    def __init__(self, broken: bool):
        super().__init__()
        self.broken = broken
        self.first, self.second = nn.Conv2d(9, 8, 3, padding=1), nn.Conv2d(8, 3, 3, padding=1)
        self.words = nn.ModuleList([nn.Embedding(len(words) + 1, 3) for words in SLOTS.values()])

    def forward(self, noisy, time, caption, phase, context):
        h = self.second(torch.relu(self.first(torch.cat([noisy, context], 1))))
        told = sum(words(caption[:, slot]) for slot, words in enumerate(self.words)) + (time + phase)[:, None]
        clean = torch.tanh(h + .3 * told[:, :, None, None])
        return clean * 0 / (time * 0)[:, None, None, None] if self.broken else clean


def write(folder: Path, name: str) -> None:
    torch.manual_seed(1)
    folder = folder / name
    folder.mkdir(parents=True, exist_ok=True)
    graph = folder / "denoiser.onnx"
    write_graph(Tiny(broken=name == "nan"), graph)
    if name == "wrong-inputs":
        model = onnx.load(graph)
        model.graph.input[0].name = "sample"
        for node in model.graph.node:
            node.input[:] = ["sample" if i == "noisy" else i for i in node.input]
        onnx.checker.check_model(model)
        onnx.save(model, graph)
    describe(folder, {"id": f"test-{name}", "name": f"Test model ({name})", "version": "0.0.1", "provenance": TEXT, "memory_mb": {"host": 50, "device": 50}})
    if name == "tiny":
        (folder / "golden.json").write_text(json.dumps(golden(graph), indent=0) + "\n")
    print(name, graph.stat().st_size, "bytes")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    for kind in ("tiny", "wrong-inputs", "nan"):
        write(options.folder, kind)
