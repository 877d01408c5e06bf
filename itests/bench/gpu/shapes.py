"""Pipelines with the shapes of open models and random weights from a seed. Nothing is fetched; what they draw is noise, what they cost is real."""
import tempfile
from contextlib import contextmanager
from pathlib import Path

import torch
from diffusers import (AutoencoderKLTemporalDecoder, AutoencoderKLWan, EulerDiscreteScheduler, StableVideoDiffusionPipeline,
                       UNetSpatioTemporalConditionModel, UniPCMultistepScheduler, WanPipeline, WanTransformer3DModel)
from mutoscope_model_tools import svd, text, wan
from mutoscope_model_tools.package import Options, Package
from transformers import CLIPImageProcessor, CLIPVisionConfig, CLIPVisionModelWithProjection

FAMILIES = {"wan": wan, "svd": svd}


@contextmanager
def quickly():
    """Weights are drawn once, below; the initialisers of the classes would draw them a first time, slowly."""
    kept = {name: getattr(torch.nn.init, name) for name in ("kaiming_uniform_", "xavier_uniform_", "normal_", "uniform_", "trunc_normal_")}
    for name in kept:
        setattr(torch.nn.init, name, lambda tensor, *args, **named: tensor)
    try:
        yield
    finally:
        for name, function in kept.items():
            setattr(torch.nn.init, name, function)


def weights(module: torch.nn.Module, seed: int) -> torch.nn.Module:
    """Draws every matrix so that signals neither die nor explode; leaves norms and offsets as they start."""
    source = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for weight in module.parameters():
            if weight.dim() > 1:
                weight.normal_(std=weight[0].numel() ** -.5, generator=source)
            elif not torch.isfinite(weight).all() or weight.abs().max() > 10:
                weight.fill_(0)
    return module.eval().requires_grad_(False)


def wan_shaped(small: bool, seed: int):
    """Wan 2.1 T2V 1.3B but for its text encoder, which is no part of what is measured: UMT5-XXL has ten gigabytes."""
    with tempfile.TemporaryDirectory() as scratch:
        tokenizer = text.unigram(Path(scratch))
    width = 64 if small else 4096
    with quickly():
        transformer = WanTransformer3DModel(num_attention_heads=2 if small else 12, attention_head_dim=64 if small else 128, in_channels=16, out_channels=16,
                                            text_dim=width, freq_dim=256, ffn_dim=256 if small else 8960, num_layers=4 if small else 30)
        vae = AutoencoderKLWan(base_dim=8, num_res_blocks=1) if small else AutoencoderKLWan()
    scheduler = UniPCMultistepScheduler(prediction_type="flow_prediction", use_flow_sigmas=True, num_train_timesteps=1000, flow_shift=3.0)
    return WanPipeline(tokenizer=tokenizer, text_encoder=text.t5(tokenizer, "umt5", width).eval(), vae=weights(vae, seed), scheduler=scheduler,
                       transformer=weights(transformer, seed + 1))


def svd_shaped(small: bool, seed: int):
    """Stable Video Diffusion (not XT: 14 frames), its image encoder of two layers instead of 32."""
    with quickly():
        unet = UNetSpatioTemporalConditionModel(
            **dict(block_out_channels=(64, 128), down_block_types=("CrossAttnDownBlockSpatioTemporal", "DownBlockSpatioTemporal"), layers_per_block=1,
                   up_block_types=("UpBlockSpatioTemporal", "CrossAttnUpBlockSpatioTemporal"), cross_attention_dim=64, num_attention_heads=(1, 2),
                   addition_time_embed_dim=32, projection_class_embeddings_input_dim=96) if small else {}, num_frames=4 if small else 14)
        vae = AutoencoderKLTemporalDecoder(**dict(block_out_channels=(32, 32), down_block_types=("DownEncoderBlock2D",) * 2) if small else dict(
            block_out_channels=(128, 256, 512, 512), down_block_types=("DownEncoderBlock2D",) * 4, layers_per_block=2))
    width = unet.config.cross_attention_dim
    encoder = CLIPVisionModelWithProjection(CLIPVisionConfig(hidden_size=64, intermediate_size=128, projection_dim=width, num_hidden_layers=2,
                                                             num_attention_heads=2, image_size=224, patch_size=14))
    scheduler = EulerDiscreteScheduler(beta_start=.00085, beta_end=.012, beta_schedule="scaled_linear", prediction_type="v_prediction", sigma_max=700.0,
                                       sigma_min=.002, steps_offset=1, timestep_spacing="leading", timestep_type="continuous", use_karras_sigmas=True)
    return StableVideoDiffusionPipeline(weights(vae, seed), encoder.eval(), weights(unet, seed + 1), scheduler, CLIPImageProcessor())


MAKERS = {"wan": wan_shaped, "svd": svd_shaped}
# Family: (small?) -> size, frames a second, seconds, and the frames that the family draws for that.
CLIPS = {("wan", False): ("832x480", 16, 2, 33), ("svd", False): ("1024x576", 7, 2, 14), ("wan", True): ("128x64", 8, 1, 9), ("svd", True): ("128x64", 4, 1, 4)}


def package(pipe, family: str, small: bool, folder: Path) -> Path:
    """Exports it as an operator would."""
    made = Package(folder, Options())
    folder.mkdir(parents=True)
    FAMILIES[family].export(pipe, made)
    size, rate, seconds, _ = CLIPS[family, small]
    fields = FAMILIES[family].manifest(pipe) | {"frames_per_second": rate, "seconds": [seconds], "render_sizes": [size]}
    fields["sampling"] |= {"steps": 4}
    made.write({"id": f"bench-{family}", "name": f"{family}-shaped", "version": "1", "licence": "none"} | fields
               | {"provenance": "Random weights; draws noise."})
    return folder
