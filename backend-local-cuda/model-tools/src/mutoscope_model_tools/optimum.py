"""The VAE graphs of AnimateDiff with optimum's names and habits: not scaled, floats instead of bytes, mean and variance in one tensor."""
import json
import sys
from pathlib import Path

import onnx
import torch

from . import animatediff, graph


class Decoder(torch.nn.Module):
    def __init__(self, vae):
        super().__init__()
        self.vae = vae

    def forward(self, latent_sample):
        return self.vae.decode(latent_sample).sample


class Encoder(torch.nn.Module):
    def __init__(self, vae):
        super().__init__()
        self.vae = vae

    def forward(self, sample):
        return self.vae.encode(sample).latent_dist.parameters


def write(folder: Path, seed: int) -> None:
    """A folder without model.json, to be laid over the package `animatediff` of the same seed."""
    pipe = animatediff.tiny(seed)
    vae, free = pipe.vae, {0: "batch_size", 2: "height", 3: "width"}
    for role, module, inputs, output in (
            ("vae_decoder", Decoder(vae), {"latent_sample": torch.randn(2, 4, 4, 6)}, "sample"),
            ("vae_encoder", Encoder(vae), {"sample": torch.randn(2, 3, 8, 12)}, "latent_parameters")):
        path = folder / role / "model.onnx"
        path.parent.mkdir(parents=True, exist_ok=True)
        graph.trace(module, inputs, [output], dict.fromkeys([*inputs, output], free), path, True)
        model = graph.finish(onnx.load(path), graph.LEAST_OPSET)
        graph.pack_weights(model)
        graph.save(model, path, False)
        (path.parent / "config.json").write_text(json.dumps({"_class_name": "AutoencoderKL", "block_out_channels": list(vae.config.block_out_channels),
                                                             "latent_channels": 4, "scaling_factor": vae.config.scaling_factor}, indent=1) + "\n")
    index = {"_class_name": "AnimateDiffPipeline", "scheduler": ["diffusers", "DDIMScheduler"], "text_encoder": ["optimum", "ORTModel"], "unet": ["optimum", "ORTModel"]}
    (folder / "model_index.json").write_text(json.dumps(index, indent=1) + "\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]), 1)
