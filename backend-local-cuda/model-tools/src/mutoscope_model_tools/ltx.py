"""LTX-Video: text, or a picture and text, become a clip. Latents are a row of tokens."""
import math
import tempfile
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKLLTXVideo, FlowMatchEulerDiscreteScheduler, LTXConditionPipeline, LTXImageToVideoPipeline, LTXPipeline, LTXVideoTransformer3DModel
from diffusers.models.transformers.transformer_ltx import apply_rotary_emb
from diffusers.pipelines.ltx import pipeline_ltx, pipeline_ltx_condition, pipeline_ltx_image2video
from PIL import Image

from . import text
from .golden import Golden, Sessions, draws, frames
from .package import Package
from .svd import Mode, to_bytes
from .tiny import four_bits, picture

PIPELINES = [LTXPipeline, LTXImageToVideoPipeline, LTXConditionPipeline]


class Attention:
    """LTXVideoAttnProcessor with a mask that is broadcast over the heads, not copied for each."""

    def __call__(self, attn, hidden_states, encoder_hidden_states=None, attention_mask=None, image_rotary_emb=None):
        context = hidden_states if encoder_hidden_states is None else encoder_hidden_states
        query, key, value = attn.norm_q(attn.to_q(hidden_states)), attn.norm_k(attn.to_k(context)), attn.to_v(context)
        if image_rotary_emb is not None:
            query, key = apply_rotary_emb(query, image_rotary_emb), apply_rotary_emb(key, image_rotary_emb)
        query, key, value = (x.unflatten(2, (attn.heads, -1)).transpose(1, 2) for x in (query, key, value))
        mask = None if attention_mask is None else attention_mask.unsqueeze(1).expand(-1, -1, hidden_states.shape[1], -1)
        answer = torch.nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        return attn.to_out[0](answer.transpose(1, 2).flatten(2, 3).to(query.dtype))


class Rope(torch.nn.Module):
    """LTXVideoRotaryPosEmbed for given coordinates. `repeat_interleave` along axis -1 would make the tracer read every other -1 of the graph as 2."""

    def __init__(self, rope):
        super().__init__()
        self.rope = rope

    def forward(self, hidden_states, num_frames=None, height=None, width=None, rope_interpolation_scale=None, video_coords=None):
        rope = self.rope
        bases = (rope.base_num_frames, rope.base_height, rope.base_width)
        grid = torch.stack([video_coords[:, axis] / base for axis, base in enumerate(bases)], dim=2)
        frequencies = rope.theta ** torch.linspace(0.0, 1.0, rope.dim // 6, dtype=torch.float32) * math.pi / 2.0
        angles = (frequencies * (grid.unsqueeze(3) * 2 - 1)).transpose(2, 3).flatten(2)
        cosine, sine = angles.cos().repeat_interleave(2, dim=2), angles.sin().repeat_interleave(2, dim=2)
        if rope.dim % 6:
            nothing = torch.zeros_like(cosine[:, :, :rope.dim % 6])
            cosine, sine = torch.cat([nothing + 1, cosine], dim=2), torch.cat([nothing, sine], dim=2)
        return cosine, sine


class Transformer(torch.nn.Module):
    """`timestep` is [B,1], or [B,S] where tokens of a given picture are at time 0; `video_coords` are seconds, rows and columns in pixels."""

    def __init__(self, transformer):
        super().__init__()
        self.transformer = transformer
        transformer.rope = Rope(transformer.rope)
        for block in transformer.transformer_blocks:
            block.attn1.set_processor(Attention())
            block.attn2.set_processor(Attention())

    def forward(self, hidden_states, encoder_hidden_states, timestep, encoder_attention_mask, video_coords):
        return self.transformer(hidden_states, encoder_hidden_states, timestep.reshape(-1), encoder_attention_mask, video_coords=video_coords, return_dict=False)[0]


class VaeEncoder(torch.nn.Module):
    """1, 9, 17 ... frames to normalised latents: the mode, where diffusers draws from the distribution."""

    def __init__(self, vae):
        super().__init__()
        self.vae = vae

    def forward(self, sample):
        latent = self.vae.encode(sample).latent_dist.mode()
        return LTXPipeline._normalize_latents(latent, self.vae.latents_mean, self.vae.latents_std)


class VaeDecoder(torch.nn.Module):
    """Latents [1,C,F,h,w] to bytes."""

    def __init__(self, vae):
        super().__init__()
        self.vae = vae

    def forward(self, latent):
        latent = LTXPipeline._denormalize_latents(latent, self.vae.latents_mean, self.vae.latents_std, self.vae.config.scaling_factor)
        return to_bytes(self.vae.decode(latent, None, return_dict=False)[0][0].permute(1, 0, 2, 3))


class TimedVaeDecoder(VaeDecoder):
    """The same, of a VAE that takes away a last bit of noise (LTX-Video 0.9.5 and newer): how much there is, and at which time it is told to be."""

    def forward(self, latent, timestep, noise, noise_scale):
        latent = LTXPipeline._denormalize_latents(latent, self.vae.latents_mean, self.vae.latents_std, self.vae.config.scaling_factor)
        latent = (1 - noise_scale) * latent + noise_scale * noise
        return to_bytes(self.vae.decode(latent, timestep, return_dict=False)[0][0].permute(1, 0, 2, 3))


def export(pipe, package: Package) -> None:
    if any(pipe.vae.config.decoder_inject_noise):
        raise SystemExit("this VAE adds noise between its layers (LTX-Video 0.9.1), which is not exported; 0.9.0, and 0.9.5 and newer are")
    model, kind, scale, channels = pipe.transformer.config, pipe.transformer.dtype, pipe.vae_spatial_compression_ratio, pipe.vae.config.latent_channels
    text.export_t5(pipe.text_encoder, package, 24)
    free, tokens = {0: "batch"}, {0: "batch", 1: "tokens"}
    package.graph("transformer", Transformer(pipe.transformer), {
        "hidden_states": torch.randn(2, 12, model.in_channels, dtype=kind), "encoder_hidden_states": torch.randn(2, 24, model.caption_channels, dtype=kind),
        "timestep": torch.rand(2, 12) * 1000, "encoder_attention_mask": torch.ones(2, 24, dtype=torch.int64), "video_coords": torch.rand(2, 3, 12) * 40},
        ["out_sample"], {"hidden_states": tokens, "out_sample": tokens, "timestep": free | {1: "times"}, "encoder_hidden_states": free | {1: "length"},
                         "encoder_attention_mask": free | {1: "length"}, "video_coords": free | {2: "tokens"}})
    latent = {2: "latent_frames", 3: "latent_height", 4: "latent_width"}
    package.graph("vae_encoder", VaeEncoder(pipe.vae), {"sample": torch.randn(1, 3, 9, 2 * scale, 3 * scale, dtype=pipe.vae.dtype)}, ["latent"],
                  {"sample": {2: "frames", 3: "height", 4: "width"}, "latent": latent})
    decoder, given = VaeDecoder, {"latent": torch.randn(1, channels, 3, 2, 3, dtype=pipe.vae.dtype)}
    if pipe.vae.config.timestep_conditioning:
        single = lambda: torch.rand(1, dtype=pipe.vae.dtype)
        decoder, given = TimedVaeDecoder, given | {"timestep": single(), "noise": torch.randn_like(given["latent"]), "noise_scale": single()}
    package.graph("vae_decoder", decoder(pipe.vae), given, ["frames"],
                  {"latent": latent, "noise": latent, "frames": {0: "frames", 1: "height", 2: "width"}})
    pipe.scheduler.save_pretrained(package.folder / "scheduler")
    package.file("scheduler", "scheduler/scheduler_config.json")
    pipe.tokenizer.save_pretrained(package.folder / "tokenizer")
    package.file("tokenizer", "tokenizer/tokenizer.json")


def manifest(pipe) -> dict:
    # What the model cards of 0.9.5 and newer ask for.
    timed = {"decode": {"timestep": .05, "noise_scale": .025}} if pipe.vae.config.timestep_conditioning else {}
    newer = {"condition_pipeline": True, "noise_augmentation": .15, "prompt_tokens": 256} if isinstance(pipe, LTXConditionPipeline) else {}
    return {
        "pipeline": "ltx", "tasks": ["text-to-video", "image-to-video", "extend"], "frames_per_second": 24, "seconds": [2, 4, 6],
        "render_sizes": ["480x704", "704x480"], "window": {"frames": 161, "overlap": 9},
        "latent": {"channels": pipe.vae.config.latent_channels, "spatial": pipe.vae_spatial_compression_ratio, "temporal": pipe.vae_temporal_compression_ratio},
        "sampling": {"steps": 50, "guidance": 3.0, "guidance_rescale": 0, "negative_prompt": "", "prompt_tokens": 128} | newer} | timed


def tiny(seed: int, newer: bool = False):
    torch.manual_seed(seed)
    with tempfile.TemporaryDirectory() as scratch:
        tokenizer = text.unigram(Path(scratch))
    transformer = LTXVideoTransformer3DModel(in_channels=8, out_channels=8, num_attention_heads=2, attention_head_dim=16, cross_attention_dim=32, num_layers=2,
                                             caption_channels=16)
    vae = AutoencoderKLLTXVideo(
        latent_channels=8, block_out_channels=(8, 8, 8, 8), decoder_block_out_channels=(8, 8, 8, 8), layers_per_block=(1,) * 5,
        decoder_layers_per_block=(1,) * 5, spatio_temporal_scaling=(True, True, True, False), decoder_spatio_temporal_scaling=(True, True, True, False),
        patch_size=2, patch_size_t=1, encoder_causal=True, decoder_causal=False)
    if newer:  # As that of 0.9.5.
        vae = AutoencoderKLLTXVideo(
            latent_channels=8, block_out_channels=(4, 8, 8, 8, 8), down_block_types=("LTXVideo095DownBlock3D",) * 4, layers_per_block=(1,) * 5,
            decoder_block_out_channels=(8, 16, 32), decoder_layers_per_block=(1,) * 4, spatio_temporal_scaling=(True,) * 4,
            decoder_spatio_temporal_scaling=(True,) * 3, decoder_inject_noise=(False,) * 4,
            downsample_type=("spatial", "temporal", "spatiotemporal", "spatiotemporal"), upsample_residual=(True,) * 3, upsample_factor=(2,) * 3,
            timestep_conditioning=True, patch_size=2, encoder_causal=True, decoder_causal=False, spatial_compression_ratio=16, temporal_compression_ratio=8)
    vae.latents_mean.copy_(torch.linspace(-.4, .3, 8))
    vae.latents_std.copy_(torch.linspace(.8, 1.3, 8))
    scheduler = FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True, base_shift=.95, max_shift=2.05, base_image_seq_len=1024, max_image_seq_len=4096,
                                                shift_terminal=.1)
    kind = LTXPipeline
    if newer:
        kind, scheduler = LTXConditionPipeline, FlowMatchEulerDiscreteScheduler()
    return kind(scheduler=scheduler, vae=four_bits(vae), text_encoder=four_bits(text.t5(tokenizer, "t5", 16)), tokenizer=tokenizer,
                       transformer=four_bits(transformer))


FIELDS = {"frames_per_second": 8, "seconds": [1, 2, 4], "render_sizes": ["80x48", "48x80"], "window": {"frames": 17, "overlap": 9}}
CASE = {"prompt": text.PROMPT, "negative_prompt": text.NEGATIVE, "size": (64, 32), "frames": 9, "steps": 4, "guidance": 3.0, "frame_rate": 8}
TIMES = [1000.0, 981.0, 909.0, .03]
DISTILLED = {"prompt": text.PROMPT, "negative_prompt": text.NEGATIVE, "size": (64, 32), "frames": 9, "guidance": 1.0, "frame_rate": 8}
TINY = {"ltx": (tiny, FIELDS, {"steps": 4, "prompt_tokens": 24}, {
    "golden": CASE, "golden-rescale": CASE | {"guidance_rescale": .7, "steps": 2, "frames": 17}, "golden-image": CASE | {"image": True, "frames": 17, "steps": 3}}),
    # The distilled models' own times, fewer of them.
    "ltx-distilled": (lambda seed: tiny(seed, True), FIELDS, {"timesteps": TIMES, "steps": len(TIMES), "guidance": 1.0, "prompt_tokens": 24}, {
        "golden": DISTILLED, "golden-image": DISTILLED | {"image": True, "frames": 17},
        "golden-levels": DISTILLED | {"steps": 3, "guidance": 3.0, "sampling": {"timesteps": []}}})}


def render(pipe, case: dict, seed: int, golden: Golden) -> None:
    (width, height), log, given, module = case["size"], [], {}, pipeline_ltx
    newer = isinstance(pipe, LTXConditionPipeline)
    if newer:
        # diffusers writes into the times that it is given.
        given, module = {"decode_timestep": .05, "decode_noise_scale": .025, "timesteps": None if "sampling" in case else list(TIMES)}, pipeline_ltx_condition
    if "image" in case and newer:
        golden.add("image", picture(height, width))
        given["image"] = Image.fromarray(picture(height, width))
    elif "image" in case:
        golden.add("image", picture(height, width))
        given, module = {"image": Image.fromarray(picture(height, width))}, pipeline_ltx_image2video
        pipe = LTXImageToVideoPipeline(pipe.scheduler, pipe.vae, pipe.text_encoder, pipe.tokenizer, pipe.transformer)
        pipe.set_progress_bar_config(disable=True)
    with draws(module, log):
        video = pipe(prompt=case["prompt"], negative_prompt=case["negative_prompt"], height=height, width=width, num_frames=case["frames"],
                     frame_rate=case["frame_rate"], num_inference_steps=case.get("steps", len(TIMES)), guidance_scale=case["guidance"],
                     guidance_rescale=case.get("guidance_rescale", 0.0), max_sequence_length=24, generator=torch.Generator().manual_seed(seed),
                     output_type="np", callback_on_step_end=golden.step, **given).frames[0]
    if newer:  # The beginning, between steps where there is a picture, and what the decoder takes away.
        golden.add("decode_noise", log[-1])
        for step, noise in enumerate(log[1:-1] if "image" in case else []):
            golden.add(f"step_noise_{step:02d}", noise)
        golden.decoding = {"timestep": [.05], "noise": log[-1], "noise_scale": [.025]}
    golden.add("noise", log[0] if newer else log[-1])
    golden.add("frames", frames(video))
    golden.unpack = lambda latents: LTXPipeline._unpack_latents(
        latents, (case["frames"] - 1) // pipe.vae_temporal_compression_ratio + 1, height // pipe.vae_spatial_compression_ratio,
        width // pipe.vae_spatial_compression_ratio)


def keep_encodings(pipe, golden: Golden) -> None:
    text.keep(pipe, golden)
    encode, forward = pipe.vae.encode, pipe.transformer.forward

    def vae_encoder(sample, **named):
        latent = encode(sample, **named).latent_dist.mode()
        golden.add("image_latents", LTXPipeline._normalize_latents(latent, pipe.vae.latents_mean, pipe.vae.latents_std))
        return Mode(latent)

    def transformer(*, encoder_attention_mask, **named):
        if len(encoder_attention_mask) > 1:
            golden.add("negative_text_mask", encoder_attention_mask[:1].long())
        golden.add("text_mask", encoder_attention_mask[-1:].long())
        return forward(encoder_attention_mask=encoder_attention_mask, **named)

    pipe.vae.encode, pipe.transformer.forward = vae_encoder, transformer


def coordinates(frames_, height, width, scale) -> torch.Tensor:
    """[3,S]: seconds, rows and columns of the latent tokens."""
    grid = torch.meshgrid(torch.arange(frames_), torch.arange(height), torch.arange(width), indexing="ij")
    return torch.stack([axis.flatten().float() * factor for axis, factor in zip(grid, scale)])


def stand_in(pipe, sessions: Sessions) -> None:
    def transformer(*, hidden_states, encoder_hidden_states, timestep, encoder_attention_mask, num_frames=None, height=None, width=None,
                    rope_interpolation_scale=None, video_coords=None, **named):
        where = video_coords if video_coords is not None else coordinates(num_frames, height, width, rope_interpolation_scale)
        return (sessions.run("transformer", hidden_states=hidden_states, encoder_hidden_states=encoder_hidden_states,
                             timestep=timestep.reshape(len(hidden_states), -1), encoder_attention_mask=encoder_attention_mask.long(),
                             video_coords=where.expand(len(hidden_states), -1, -1)),)

    text.stand_in(pipe, sessions)
    mean, std = pipe.vae.latents_mean, pipe.vae.latents_std
    pipe.vae.encode = lambda sample, **named: Mode(LTXPipeline._denormalize_latents(sessions.run("vae_encoder", sample=sample), mean, std))
    pipe.transformer.forward = transformer


def decode(sessions: Sessions, latents, **noise) -> np.ndarray:
    return sessions.run("vae_decoder", latent=latents, **noise).numpy()
