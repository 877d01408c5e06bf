"""Writes the model package (format 1, layers) from the three trained networks: painter, lifter and mover as ONNX graphs, vocabulary, model.json, golden.json.

    python export.py RUN ../../models/sprite

Weights are stored as fp16 and cast to fp32 when a graph is loaded: half the download, the arithmetic stays fp32. Every graph is run with ONNX Runtime
against PyTorch before anything is replaced; a difference above 1e-3 (or one step of 255 in a frame) stops the export.
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
import torch.nn.functional as F
from onnx import TensorProto, helper, numpy_helper

import vocabulary
from mover import Mover, anchors, tint
from network import Lifter, ObjectPainter, ScenePainter
from pictures import NAMES, SIDE

from scenes import CELL, FRAME_SIZES, MOOD, NOISE, PLACES

LAYERS = ["sprites", "background", "anchor", "motion"]
GRAPHS = {"painter": (["caption", "dice", "noise"], LAYERS), "lifter": (["picture", "caption"], LAYERS), "mover": (LAYERS + ["phase"], ["frame"])}
CHANCE = 4
OPSET = 18
FRAMES_PER_SECOND = 12
PROVENANCE = ("Trained from random weights on Noto Emoji's vector pictures (Copyright Google, Apache License 2.0, @iconify-json/noto 1.2.9) and on backgrounds drawn by "
              "model-tools/sprite/scenes.py; object names in other languages from Unicode CLDR 48 (Unicode License v3). No photographs, films or third-party weights. "
              "Paths of motion words, sizes and dyes are arithmetic in the graphs, not learned.")



class Painter(nn.Module):
    """Caption and chance to layers."""

    def __init__(self, objects: ObjectPainter, places: ScenePainter):
        super().__init__()
        self.objects, self.places = objects, places

    def forward(self, caption, dice, noise):
        things, colours = caption[:, (0, 5)].flatten(), caption[:, (4, 8)].flatten()
        drawn = self.objects((things - 1).clamp(min=0))
        alpha = drawn[:, 3:].clamp(0, 1) * (things > 0).to(drawn.dtype).view(-1, 1, 1, 1)
        sprites = tint(torch.cat([torch.minimum(drawn[:, :3].clamp(min=0), alpha), alpha], 1), colours)
        any_place = 1 + (noise[:, 0, 0, 0] * len(PLACES)).to(torch.long).clamp(max=len(PLACES) - 1)
        place = torch.where(caption[:, 1] > 0, caption[:, 1], any_place) - 1
        background = self.places(place, dice[:, CHANCE:], noise).clamp(0, 1)
        return sprites.unsqueeze(0), background, anchors(caption, dice[:, :CHANCE]), caption[:, (2, 6)]


class Lifted(nn.Module):
    """A picture to layers: one object, cut out and centred, and the picture without it."""

    def __init__(self, lifter: Lifter):
        super().__init__()
        self.lifter = lifter

    def forward(self, picture, caption):
        picture = picture.permute(0, 3, 1, 2).to(torch.float32) / 255
        small = F.avg_pool2d(picture, 2)
        # What is hardly there is not there, what is nearly there is.
        cover = ((self.lifter(small) - .2) / .6).clamp(0, 1)
        hole = F.max_pool2d(cover, 9, 1, 4)
        behind = self.filled(small, 1 - hole)
        cover, hole, behind = (F.interpolate(p, scale_factor=2., mode="bilinear", align_corners=False) for p in (cover, hole, behind))
        background = picture * (1 - hole) + behind * hole
        ones = torch.ones_like(cover)
        rows, columns = ones.cumsum(2), ones.cumsum(3)
        height, width = rows[:, :, -1:, -1:], columns[:, :, -1:, -1:]
        seen = cover > .5
        left, right = (self.most(seen, v) for v in (width - columns, columns))
        top, bottom = (self.most(seen, v) for v in (height - rows, rows))
        left, top = width - left, height - top
        found = (seen.to(cover.dtype).sum((1, 2, 3), keepdim=True) > 40).to(cover.dtype)
        shorter = torch.minimum(height, width)
        side = torch.maximum(torch.maximum(right - left, bottom - top) * 1.1, shorter * .1)
        x, y = (left + right) / 2 - .5 - width / 2, (top + bottom) / 2 - .5 - height / 2
        steps = (torch.arange(SIDE, dtype=torch.float32) + .5) / SIDE - .5
        u = (x + steps.view(1, 1, 1, -1) * side) * 2 / width
        v = (y + steps.view(1, 1, -1, 1) * side) * 2 / height
        grid = torch.cat([u.expand(-1, -1, SIDE, -1), v.expand(-1, -1, -1, SIDE)], 1).permute(0, 2, 3, 1)
        sprite = F.grid_sample(torch.cat([picture * cover, cover], 1), grid, align_corners=False) * found
        sprites = torch.stack([sprite, sprite * 0], 1)
        anchor = torch.cat([x * 2 / width, y * 2 / height, side / shorter], 1).view(-1, 1, 3)
        motion = caption[:, 2:3]
        return sprites, background, torch.cat([anchor, anchor], 1), torch.cat([motion, motion], 1)

    @staticmethod
    def filled(picture, kept):
        """Fills holes from the left and the right, because grounds and skies are level, and from all around where a row keeps nothing."""
        levels = [((1, 9), .001), ((1, 41), .001), ((3, 161), .001), ((81, 161), .001)]
        done, weight = picture * kept, kept
        for (tall, wide), least in levels:
            room = (wide // 2, wide // 2, tall // 2, tall // 2)
            sums, shares = (F.avg_pool2d(F.pad(p, room), (tall, wide), 1) for p in (picture * kept, kept))
            done = done + (1 - weight) * (sums / shares.clamp(min=1e-4)) * (shares > least).to(weight.dtype)
            weight = weight + (1 - weight) * (shares > least).to(weight.dtype)
        soft = F.avg_pool2d(F.pad(done, (4, 4, 4, 4), mode="replicate"), 9, 1)
        return done * kept + soft * (1 - kept)

    @staticmethod
    def most(seen, value):
        return torch.where(seen, value, value * 0).amax((1, 2, 3), keepdim=True)


class Moved(nn.Module):
    """Layers at a moment to a frame of bytes."""

    def __init__(self):
        super().__init__()
        self.mover = Mover()

    def forward(self, sprites, background, anchor, motion, phase):
        return (self.mover(sprites, background, anchor, motion, phase) * 255).round().to(torch.uint8).permute(0, 2, 3, 1)


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


def example(role: str, size, seed: int = 3) -> list[torch.Tensor]:
    """Inputs of a graph by the documented sequence."""
    height, width = size
    caption = torch.tensor([[1, 2, 3, 2, 0, 2, 5, 1, 5]])
    if role == "painter":
        return [caption, sequence(seed, CHANCE + MOOD).view(1, -1), sequence(seed + 1, NOISE * height * width // CELL ** 2).view(1, NOISE, height // CELL, -1) / 2 + .5]
    if role == "lifter":
        # A red disc on a blue ground: something to lift.
        y, x = torch.arange(height).view(-1, 1) - height // 2, torch.arange(width).view(1, -1) - width // 3
        inside = (x ** 2 + y ** 2 < 60 ** 2).unsqueeze(-1)
        return [torch.where(inside, torch.tensor([210, 40, 30]), torch.tensor([90, 150, 230])).to(torch.uint8).unsqueeze(0), caption]
    sprites = sequence(seed + 2, 2 * 4 * 48 * 48).view(1, 2, 4, 48, 48) / 2 + .5
    return [sprites, sequence(seed + 3, 3 * height * width).view(1, 3, height, width) / 2 + .5, torch.tensor([[[-.3, .1, .6], [.5, 0., .4]]]),
            torch.tensor([[3, 6]]), torch.tensor([.37])]


def sequence(seed: int, count: int) -> torch.Tensor:
    """The documented test sequence: s = (1103515245 s + 12345) mod 2^31, value = s / 2^30 - 1, as float32."""
    values = np.empty(count, np.float32)
    for i in range(count):
        seed = (1103515245 * seed + 12345) % 2 ** 31
        values[i] = seed / 2 ** 30 - 1
    return torch.from_numpy(values)


def write_graph(role: str, net: nn.Module, file: Path) -> None:
    inputs, outputs = GRAPHS[role]
    free = {"noise": {2: "rows", 3: "columns"}, "picture": {1: "height", 2: "width"}, "background": {2: "height", 3: "width"}, "frame": {1: "height", 2: "width"},
            "sprites": {3: "side", 4: "side"}}
    torch.onnx.export(net.eval(), tuple(example(role, FRAME_SIZES[0])), file, input_names=inputs, output_names=outputs, opset_version=OPSET, dynamo=False,
                      dynamic_axes={n: a for n, a in free.items() if n in inputs + outputs})
    model = onnx.load(file)
    halve_weights(model)
    model.producer_name, model.producer_version, model.doc_string = "mutoscope model-tools", "2", f"Sprite {role}"
    onnx.checker.check_model(model)
    onnx.save(model, file)


def session(file: Path, threads: int = 2) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # Spinning threads halve the speed on a busy machine.
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


def compare(role: str, net: nn.Module, file: Path) -> float:
    """Largest difference between PyTorch (weights rounded as in the file) and ONNX Runtime, over both frame sizes; bytes count as 1/255."""
    for parameter in net.parameters():
        if parameter.numel() > 64:
            parameter.data = parameter.data.half().float()
    run, worst = session(file), 0.
    for size in FRAME_SIZES:
        given = example(role, size, 11)
        with torch.no_grad():
            expected = net.eval()(*given)
        expected = expected if isinstance(expected, tuple) else (expected,)
        answers = run.run(None, {n: v.numpy() for n, v in zip(GRAPHS[role][0], given)})
        for wanted, answer in zip(expected, answers):
            scale = 255 if answer.dtype == np.uint8 else 1
            worst = max(worst, float(np.abs(wanted.numpy().astype(np.float64) - answer.astype(np.float64)).max()) / scale)
    return worst


def golden(folder: Path, sizes=FRAME_SIZES) -> dict:
    """Inputs by formula and what painter and mover answer, for checking another runtime."""
    painter, lifter, mover = (session(folder / f"{role}.onnx") for role in GRAPHS)
    cases = []
    for number, (height, width) in enumerate(sizes):
        for lifts in (False, True):
            caption, phase, seed = [[1 + number, 2, 3, 2, 0, 7, 6, 1, 5]], .37, 21 + number
            if lifts:
                picture = example("lifter", (height, width))[0].numpy()
                layers = lifter.run(None, {"picture": picture, "caption": np.int64(caption)})
            else:
                _, dice, noise = example("painter", (height, width), seed)
                layers = painter.run(None, {"caption": np.int64(caption), "dice": dice.numpy(), "noise": noise.numpy()})
            frame = mover.run(None, {**dict(zip(LAYERS, layers)), "phase": np.float32([phase])})[0].reshape(-1)
            cases.append({"graph": "lifter" if lifts else "painter", "height": height, "width": width, "caption": caption[0], "seed": seed, "phase": phase,
                          "anchor": [round(float(v), 5) for v in layers[2].reshape(-1)], "mean": float(frame.mean()),
                          "every_997th": [int(v) for v in frame[::997]]})
    return {"sequence": "s = (1103515245 * s + 12345) mod 2^31, from s = seed; value = s / 2^30 - 1 as float32; filled in C order. dice = sequence(seed), "
                        "noise = sequence(seed + 1) / 2 + 0.5; picture: (210, 40, 30) where (x - width div 3)^2 + (y - height div 2)^2 < 3600, else (90, 150, 230).",
            "tolerance": 2, "cases": cases}


def entry(file: Path) -> dict:
    data = file.read_bytes()
    return {"file": file.name, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def describe(folder: Path, identity: dict, words: dict) -> None:
    """Writes vocabulary.json and model.json beside the graphs that lie in the folder."""
    (folder / "vocabulary.json").write_text(json.dumps(words, indent=0, ensure_ascii=False) + "\n")
    manifest = {
        "format": 1, "id": "", "name": "", "version": "", "licence": "Apache-2.0", "pipeline": "sprite", "tasks": ["text-to-video", "image-to-video", "extend"],
        "graphs": {role: {**entry(folder / f"{role}.onnx"), "inputs": i, "outputs": o} for role, (i, o) in GRAPHS.items()},
        "files": {"vocabulary": entry(folder / "vocabulary.json")},
        "frames_per_second": FRAMES_PER_SECOND, "seconds": [4, 8, 12], "render_sizes": [f"{w}x{h}" for h, w in FRAME_SIZES],
        "sampler": {"type": "layers"}, "memory_mb": {"host": 400, "device": 600}, "provenance": PROVENANCE, **identity}
    (folder / "model.json").write_text(json.dumps(manifest, indent=2) + "\n")


def trained(run: Path) -> dict[str, nn.Module]:
    """The modules of the three graphs with the run's weights, and prints how long they were trained."""
    parts = {"objects": ObjectPainter(len(NAMES)), "scenes": ScenePainter(), "lifter": Lifter()}
    for name, net in parts.items():
        kept = torch.load(run / f"{name}.pt")
        net.load_state_dict(kept["net"])
        print(f"{name}: {kept['steps']} steps, {kept['seconds'] / 60:.0f} minutes")
    parts["objects"].codes.sparse = False
    return {"painter": Painter(parts["objects"], parts["scenes"]), "lifter": Lifted(parts["lifter"]), "mover": Moved()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("run", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    for role, net in trained(options.run).items():
        fresh = options.folder / f"{role}.onnx.new"
        write_graph(role, net, fresh)
        worst = compare(role, net, fresh)
        print(f"{role}: {fresh.stat().st_size} bytes, ONNX Runtime {onnxruntime.__version__} against PyTorch: largest difference {worst:.2e}")
        if worst > (1.1 / 255 if role == "mover" else 1e-3):
            raise SystemExit("the exported graph does not compute what PyTorch computes; nothing replaced")
        fresh.replace(options.folder / f"{role}.onnx")
    describe(options.folder, {"id": "sprite-1", "name": "Mutoscope Sprite", "version": "2.0.0"}, vocabulary.build())
    (options.folder / "golden.json").write_text(json.dumps(golden(options.folder), indent=0) + "\n")


if __name__ == "__main__":
    main()
