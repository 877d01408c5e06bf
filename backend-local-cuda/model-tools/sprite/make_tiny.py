"""Writes packages of layers for the worker's unit tests: `layers` works, `layers-nan` and `layers-wrong-inputs` are bad on purpose.

    python make_tiny.py ../../worker/src/test/resources/models

They have Sprite's interface, no weights, and draw squares. `tiny`, `nan` and `wrong-inputs` beside them are packages of the older kind, with a sampler; the
tool that made them was Sprite 1.0.0's and is in the repository's history.
"""
import argparse
import json
from pathlib import Path

import onnx
import torch
import torch.nn as nn

from export import GRAPHS, Moved, describe, golden, write_graph

WORDS = {"version": 2, "slots": ["object", "place", "motion", "size", "colour", "object2", "motion2", "size2", "colour2"],
         "second": {"object": "object2", "motion": "motion2", "size": "size2", "colour": "colour2"}, "before": ["size", "colour"], "shared": ["motion"],
         "words": {"square": {"slot": 0, "id": 1}, "tile": {"slot": 0, "id": 2}, "right": {"slot": 2, "id": 3}, "grey": {"slot": 1, "id": 1}}, "ignore": ["a", "and", "the"]}
SIZES = ["48x32", "32x48"]


class TinyPainter(nn.Module):
    """A square for each object, its colour from its number and the first die; the background is the noise."""

    def __init__(self, broken: bool):
        super().__init__()
        self.broken = broken

    def forward(self, caption, dice, noise):
        things = caption[:, (0, 5)].to(torch.float32).view(1, 2, 1, 1, 1)
        ones = torch.ones(1, 2, 1, 8, 8) * (things > 0).to(torch.float32)
        sprites = torch.cat([ones * (things / 3).clamp(max=1), ones * (dice[:, :1].view(1, 1, 1, 1, 1) / 2 + .5), ones * .5, ones], 2)
        background = nn.functional.interpolate(torch.cat([noise, noise[:, :1]], 1), scale_factor=16., mode="nearest") + caption[:, 1:2, None, None] * 0.
        anchor = torch.stack([dice[:, 1:3] / 2, dice[:, 3:5] / 2, dice[:, 5:7] * 0 + .4], 2)
        return sprites, background / (background * 0) if self.broken else background, anchor, caption[:, (2, 6)]


class TinyLifter(nn.Module):
    """Cuts nothing out: the object is a patch of the picture's mean colour in the middle."""

    def forward(self, picture, caption):
        picture = picture.permute(0, 3, 1, 2).to(torch.float32) / 255
        patch = torch.cat([picture.mean((2, 3), keepdim=True), torch.ones(1, 1, 1, 1)], 1).expand(-1, -1, 8, 8)
        anchor = torch.tensor([[[0., 0., .3], [0., 0., .1]]]) + caption[:, :1, None] * 0.
        return torch.stack([patch, patch * 0], 1), picture, anchor, caption[:, (2, 6)]


def write(folder: Path, name: str) -> None:
    folder = folder / name
    folder.mkdir(parents=True, exist_ok=True)
    for role, net in (("painter", TinyPainter(name.endswith("nan"))), ("lifter", TinyLifter()), ("mover", Moved())):
        write_graph(role, net, folder / f"{role}.onnx")
    if name.endswith("wrong-inputs"):
        model = onnx.load(folder / "mover.onnx")
        model.graph.input[len(GRAPHS["mover"][0]) - 1].name = "moment"
        for node in model.graph.node:
            node.input[:] = ["moment" if i == "phase" else i for i in node.input]
        onnx.save(model, folder / "mover.onnx")
    describe(folder, {"id": f"test-{name}", "name": f"Test model ({name})", "version": "0.0.1", "provenance": "No weights; draws squares for unit tests.",
                      "frames_per_second": 8, "seconds": [1], "render_sizes": SIZES, "memory_mb": {"host": 50, "device": 50}}, WORDS)
    if name == "layers":
        (folder / "golden.json").write_text(json.dumps(golden(folder, ((32, 48), (48, 32))), indent=0) + "\n")
    print(name, sum(f.stat().st_size for f in folder.iterdir()), "bytes")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    for kind in ("layers", "layers-nan", "layers-wrong-inputs"):
        write(options.folder, kind)
