"""AnimateDiff: Stable Diffusion 1.5 with a motion module; text, or a clip and text, become a clip."""
import tempfile
from pathlib import Path

import numpy as np
import torch
from diffusers import (AnimateDiffPipeline, AnimateDiffVideoToVideoPipeline, AutoencoderKL, DDIMScheduler, EulerDiscreteScheduler, LCMScheduler, MotionAdapter,
                       UNet2DConditionModel)
from diffusers.pipelines.animatediff import pipeline_animatediff, pipeline_animatediff_video2video
from diffusers.schedulers import scheduling_lcm
from PIL import Image

from . import text
from .golden import Golden, Sessions, draws, frames
from .package import Package
from .svd import Mode, to_bytes
from .tiny import four_bits, moving_picture

PIPELINES = [AnimateDiffPipeline, AnimateDiffVideoToVideoPipeline]


class Unet(torch.nn.Module):
    """The text is repeated for every frame inside the graph."""

    def __init__(self, unet):
        super().__init__()
        self.unet = unet

    def forward(self, sample, timestep, encoder_hidden_states):
        return self.unet(sample, timestep, encoder_hidden_states.repeat_interleave(sample.shape[2], dim=0), return_dict=False)[0]


class VaeEncoder(torch.nn.Module):
    """The mode, scaled. diffusers draws from the distribution here; the mode needs no second noise."""

    def __init__(self, vae):
        super().__init__()
        self.vae = vae

    def forward(self, sample):
        return self.vae.encode(sample).latent_dist.mode() * self.vae.config.scaling_factor


class VaeDecoder(torch.nn.Module):
    """Frames one by one to bytes: any number of them at once."""

    def __init__(self, vae):
        super().__init__()
        self.vae = vae

    def forward(self, latent):
        return to_bytes(self.vae.decode(1 / self.vae.config.scaling_factor * latent).sample)


def export(pipe, package: Package) -> None:
    unet, kind, scale = pipe.unet.config, pipe.unet.dtype, pipe.vae_scale_factor
    text.export_clip(pipe.text_encoder, package, pipe.tokenizer.model_max_length)
    moving, flat = {0: "batch", 2: "frames", 3: "height", 4: "width"}, {0: "frames", 2: "latent_height", 3: "latent_width"}
    package.graph("unet", Unet(pipe.unet), {
        "sample": torch.randn(2, unet.in_channels, 3, 8, 16, dtype=kind), "timestep": torch.tensor([500.]),
        "encoder_hidden_states": torch.randn(2, pipe.tokenizer.model_max_length, unet.cross_attention_dim, dtype=kind)},
        ["out_sample"], {"sample": moving, "out_sample": moving, "encoder_hidden_states": {0: "batch"}})
    package.graph("vae_encoder", VaeEncoder(pipe.vae), {"sample": torch.randn(2, 3, 4 * scale, 6 * scale, dtype=pipe.vae.dtype)}, ["latent"],
                  {"sample": {0: "frames", 2: "height", 3: "width"}, "latent": flat})
    package.graph("vae_decoder", VaeDecoder(pipe.vae), {"latent": torch.randn(2, unet.in_channels, 4, 6, dtype=pipe.vae.dtype)}, ["frames"],
                  {"latent": flat, "frames": {0: "frames", 1: "height", 2: "width"}})
    pipe.scheduler.save_pretrained(package.folder / "scheduler")
    package.file("scheduler", "scheduler/scheduler_config.json")
    pipe.tokenizer.save_pretrained(package.folder / "tokenizer")
    package.file("tokenizer", "tokenizer/tokenizer.json")


def manifest(pipe) -> dict:
    return {
        "pipeline": "animatediff", "tasks": ["text-to-video", "edit"], "frames_per_second": 8, "seconds": [2, 4],
        "render_sizes": ["512x512", "512x768", "768x512"], "window": {"frames": 16, "overlap": 4},
        "latent": {"channels": pipe.unet.config.in_channels, "spatial": pipe.vae_scale_factor, "temporal": 1},
        "sampling": {"steps": 25, "guidance": 7.5, "negative_prompt": "", "prompt_tokens": pipe.tokenizer.model_max_length}}


def tiny(seed: int):
    torch.manual_seed(seed)
    with tempfile.TemporaryDirectory() as scratch:
        tokenizer = text.clip(Path(scratch))
    unet = UNet2DConditionModel(
        sample_size=16, block_out_channels=(8, 16), layers_per_block=1, down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"), cross_attention_dim=16, attention_head_dim=2, norm_num_groups=2)
    with torch.no_grad():
        for name, weight in unet.named_parameters():
            if ".attn2." in name:
                weight *= 4  # 77 random words average out to almost nothing otherwise.
    motion = MotionAdapter(block_out_channels=(8, 16), motion_layers_per_block=1, motion_num_attention_heads=2, motion_norm_num_groups=2, motion_max_seq_length=16)
    vae = AutoencoderKL(block_out_channels=(8, 8), down_block_types=("DownEncoderBlock2D",) * 2, up_block_types=("UpDecoderBlock2D",) * 2, norm_num_groups=2)
    pipe = AnimateDiffPipeline(vae=four_bits(vae), text_encoder=four_bits(text.clip_encoder(tokenizer, 16)), tokenizer=tokenizer, unet=unet, motion_adapter=motion,
                               scheduler=DDIMScheduler(**BETAS, clip_sample=False, timestep_spacing="linspace", steps_offset=1))
    four_bits(pipe.unet)
    return pipe


# As the model cards of the motion modules ask for.
BETAS = {"beta_start": .00085, "beta_end": .012, "beta_schedule": "linear"}
FIELDS = {"frames_per_second": 4, "seconds": [1, 2], "render_sizes": ["80x48", "48x80"], "window": {"frames": 8, "overlap": 2}}
CASE = {"prompt": text.PROMPT, "negative_prompt": text.NEGATIVE, "size": (48, 32), "frames": 4, "steps": 4, "guidance": 7.5}
SMALL = CASE | {"size": (32, 16)}
TINY = {"animatediff": (tiny, FIELDS, {"steps": 4}, {
    "golden": CASE,
    "golden-euler": SMALL | {"scheduler": EulerDiscreteScheduler(**BETAS, timestep_spacing="linspace", steps_offset=1)},
    "golden-lcm": SMALL | {"scheduler": LCMScheduler(**BETAS), "guidance": 1.5, "steps": 3},
    "golden-edit": SMALL | {"strength": .6, "steps": 5}})}


def render(pipe, case: dict, seed: int, golden: Golden) -> None:
    (width, height), log, module, given = case["size"], [], pipeline_animatediff, {"num_frames": case["frames"]}
    if "scheduler" in case:
        pipe.scheduler = type(case["scheduler"]).from_config(case["scheduler"].config)
    if "strength" in case:
        source = moving_picture(case["frames"], height, width)
        golden.add("source", source)
        given = {"video": [Image.fromarray(frame) for frame in source], "strength": case["strength"]}
        module, pipe = pipeline_animatediff_video2video, AnimateDiffVideoToVideoPipeline(
            pipe.vae, pipe.text_encoder, pipe.tokenizer, pipe.unet, pipe.motion_adapter, pipe.scheduler)
        pipe.set_progress_bar_config(disable=True)
    later = []
    with draws(module, log), draws(scheduling_lcm, later):
        video = pipe(prompt=case["prompt"], negative_prompt=case["negative_prompt"], height=height, width=width, num_inference_steps=case["steps"],
                     guidance_scale=case["guidance"], generator=torch.Generator().manual_seed(seed), output_type="np", callback_on_step_end=golden.step,
                     **given).frames[0]
    golden.add("noise", log[-1] if "strength" not in case else log[-1].permute(0, 2, 1, 3, 4))
    for index, noise in enumerate(later):
        golden.add(f"step_noise_{index:02d}", noise)
    golden.add("frames", frames(video))


def keep_encodings(pipe, golden: Golden) -> None:
    text.keep(pipe, golden)
    encode = pipe.vae.encode

    def vae_encoder(sample, **named):
        latent = encode(sample, **named).latent_dist.mode()
        golden.add("source_latents", latent * pipe.vae.config.scaling_factor)
        return Mode(latent)

    pipe.vae.encode = vae_encoder


def stand_in(pipe, sessions: Sessions) -> None:
    class Answer:
        def __init__(self, sample):
            self.sample = sample

    text.stand_in(pipe, sessions)
    pipe.vae.encode = lambda sample, **named: Mode(sessions.run("vae_encoder", sample=sample) / pipe.vae.config.scaling_factor)
    # The pipeline has repeated the text for every frame already; the graph does so itself.
    pipe.unet.forward = lambda sample, timestep, encoder_hidden_states, **named: Answer(sessions.run(
        "unet", sample=sample, timestep=timestep.reshape(1), encoder_hidden_states=encoder_hidden_states[::sample.shape[2]]))


def decode(sessions: Sessions, latents) -> np.ndarray:
    return sessions.run("vae_decoder", latent=torch.from_numpy(latents[0]).permute(1, 0, 2, 3)).numpy()
