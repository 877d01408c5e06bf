"""A model package, format 2: a diffusers-style folder and model.json, which names every file with its digest."""
import hashlib
import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import onnx
import torch

from . import graph


@dataclass
class Options:
    """How graphs are written. `attention`: as one operator (opset 23 and newer) instead of its parts; `tiny`: weights in four bits."""
    opset: int = graph.LEAST_OPSET
    attention: bool = True
    external: bool = False
    tiny: bool = False


@dataclass
class Package:
    folder: Path
    options: Options = field(default_factory=Options)
    graphs: dict = field(default_factory=dict)
    files: dict = field(default_factory=dict)

    def graph(self, role: str, module: torch.nn.Module, inputs: dict, outputs, free: dict) -> None:
        """Traces a module into ROLE/model.onnx. Canonical names are the graph's own; outputs may be a map where they cannot be."""
        outputs = outputs if isinstance(outputs, dict) else {name: name for name in outputs}
        path = self.folder / role / "model.onnx"
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.folder) as scratch:
            traced = Path(scratch) / "model.onnx"
            graph.trace(module, inputs, list(outputs.values()), free, traced, self.options.attention)
            model = graph.finish(onnx.load(traced), self.options.opset)
        if self.options.tiny:
            graph.pack_weights(model)
        beside = graph.save(model, path, self.options.external)
        self.graphs[role] = self._describe(path) | {"inputs": {i.name: i.name for i in model.graph.input}, "outputs": outputs}
        if beside:
            self.graphs[role]["external"] = [self._describe(data) for data in beside]
        print(f"{role}: {path.stat().st_size} bytes, {len(model.graph.node)} nodes")

    def file(self, role: str, path: str) -> None:
        """Names a file that lies in the folder already."""
        self.files[role] = self._describe(self.folder / path)

    def write(self, fields: dict) -> None:
        """Writes model.json."""
        about = {"format": 2} | fields | {"graphs": self.graphs, "files": self.files}
        about.setdefault("memory_mb", self._memory())
        (self.folder / "model.json").write_text(json.dumps(about, indent=2, ensure_ascii=False) + "\n")

    def _memory(self) -> dict:
        # Twice the weights: activations of the largest network are seldom more than the weights of all. Edit model.json where they are.
        weights = sum(one["bytes"] + sum(e["bytes"] for e in one.get("external", [])) for one in self.graphs.values())
        need = 200 + 2 * weights // 1_000_000
        return {"host": need, "device": need}

    def _describe(self, path: Path) -> dict:
        digest = hashlib.sha256()
        with path.open("rb") as stream:
            while part := stream.read(1 << 20):
                digest.update(part)
        return {"file": path.relative_to(self.folder).as_posix(), "sha256": digest.hexdigest(), "bytes": path.stat().st_size}
