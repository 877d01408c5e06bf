"""Wan 2.1 and 2.2: text, or a picture and text, become a clip. The causal VAE works frame by frame and carries its memory in `cache.N`."""
import tempfile
from functools import partial
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from diffusers import AutoencoderKLWan, UniPCMultistepScheduler, WanImageToVideoPipeline, WanPipeline, WanTransformer3DModel
from diffusers.models.attention_dispatch import dispatch_attention_fn
from diffusers.models.autoencoders.autoencoder_kl_wan import WanResample, WanUpsample, patchify, unpatchify
from diffusers.pipelines.wan import pipeline_wan, pipeline_wan_i2v
from PIL import Image
from transformers import CLIPImageProcessor, CLIPVisionConfig, CLIPVisionModel

from . import text
from .golden import Golden, Sessions, draws, frames
from .package import Package
from .svd import Mode, to_bytes
from .tiny import four_bits, picture

PIPELINES = [WanPipeline, WanImageToVideoPipeline]


class Attention:
    """WanAttnProcessor without writing into slices, which ONNX can only do through slow scatters. Same sums in the same order."""

    def __call__(self, attn, hidden_states, encoder_hidden_states=None, attention_mask=None, rotary_emb=None):
        picture_states, context = None, hidden_states if encoder_hidden_states is None else encoder_hidden_states
        if attn.add_k_proj is not None:
            length = context.shape[1] - 512  # As diffusers does it: a text always has 512 tokens here.
            picture_states, context = context[:, :length], context[:, length:]
        query, key, value = attn.norm_q(attn.to_q(hidden_states)), attn.norm_k(attn.to_k(context)), attn.to_v(context)
        query, key, value = (x.unflatten(2, (attn.heads, -1)) for x in (query, key, value))
        if rotary_emb is not None:
            query, key = self.turn(query, *rotary_emb), self.turn(key, *rotary_emb)
        answer = self.attend(query, key, value)
        if picture_states is not None:
            key = attn.norm_added_k(attn.add_k_proj(picture_states)).unflatten(2, (attn.heads, -1))
            answer = answer + self.attend(query, key, attn.add_v_proj(picture_states).unflatten(2, (attn.heads, -1)))
        return attn.to_out[0](answer)

    @staticmethod
    def turn(x, cosine, sine):
        even, odd = x.unflatten(-1, (-1, 2)).unbind(-1)
        cosine, sine = cosine[..., 0::2], sine[..., 1::2]
        return torch.stack([even * cosine - odd * sine, even * sine + odd * cosine], -1).flatten(-2).type_as(x)

    @staticmethod
    def attend(query, key, value):
        return dispatch_attention_fn(query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False).flatten(2, 3).type_as(query)


class Transformer(torch.nn.Module):
    def __init__(self, transformer):
        super().__init__()
        self.transformer = transformer
        for block in transformer.blocks:
            block.attn1.set_processor(Attention())
            block.attn2.set_processor(Attention())

    def forward(self, hidden_states, timestep, encoder_hidden_states, encoder_hidden_states_image=None):
        if self.transformer.config.pos_embed_seq_len is not None:  # Two pictures in a row; the network wants them as a batch, and joins them itself.
            encoder_hidden_states_image = encoder_hidden_states_image.unflatten(1, (2, -1)).flatten(0, 1)
        return self.transformer(hidden_states, timestep, encoder_hidden_states, encoder_hidden_states_image, return_dict=False)[0]


class ImageEncoder(torch.nn.Module):
    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder

    def forward(self, pixel_values):
        return self.encoder(pixel_values, output_hidden_states=True).hidden_states[-2]


class Stream(torch.nn.Module):
    """One call of the causal encoder or decoder. The memory is a list of tensors, two frames each, one frame where time is halved."""

    def __init__(self, vae, first: bool):
        super().__init__()
        self.vae, self.first = vae, first

    def call(self, part, x, memory, **named):
        cache, halved, doubled = list(memory) + [None] * 200, set(), {}

        def seen(layer, args, kwargs):
            index = kwargs["feat_idx"][0]
            if layer.mode == "downsample3d":
                halved.add(index)
            if layer.mode == "upsample3d":
                doubled[index] = args[0]

        hooks = [m.register_forward_pre_hook(seen, with_kwargs=True) for m in part.modules() if isinstance(m, WanResample)]
        position = [0]
        answer = part(x, feat_cache=cache, feat_idx=position, **named)
        for hook in hooks:
            hook.remove()
        kept = []
        for index, entry in enumerate(cache[:position[0]]):
            if isinstance(entry, str):  # diffusers' mark "Rep" means: as if two empty frames had come before.
                entry = torch.zeros_like(doubled[index]).repeat(1, 1, 2, 1, 1)
            elif self.first and index not in halved:
                entry = F.pad(entry, (0, 0, 0, 0, 1, 0))  # A causal convolution sees zeros before the first frame.
            kept.append(entry)
        return answer, kept

    def norm(self, values, like):
        return torch.tensor(values, dtype=like.dtype).view(1, -1, 1, 1, 1)


class Encoder(Stream):
    """One frame, then four at a time, to one normalised latent frame: the mode."""

    def forward(self, sample, *memory):
        vae = self.vae
        x = sample if vae.config.patch_size is None else patchify(sample, vae.config.patch_size)
        moments, kept = self.call(vae.encoder, x, memory)
        latent = vae.quant_conv(moments)[:, :vae.config.z_dim]
        return (latent - self.norm(vae.config.latents_mean, latent)) * (1.0 / self.norm(vae.config.latents_std, latent)), *kept


class Decoder(Stream):
    """One latent frame to one frame of bytes, then each to four."""

    def forward(self, latent, *memory):
        vae = self.vae
        x = vae.post_quant_conv(latent / (1.0 / self.norm(vae.config.latents_std, latent)) + self.norm(vae.config.latents_mean, latent))
        video, kept = self.call(vae.decoder, x, memory, first_chunk=self.first)
        video = video if vae.config.patch_size is None else unpatchify(video, vae.config.patch_size)
        return to_bytes(video[0].permute(1, 0, 2, 3)), *kept


def export_stream(package: Package, role: str, kind, vae, example: torch.Tensor, later: torch.Tensor, output: str) -> None:
    name, axes = ("sample" if kind is Encoder else "latent"), {3: "height", 4: "width"}
    answer, *memory = kind(vae, True)(example)
    tensors = [f"cache.{i}" for i in range(len(memory))]
    outputs = {output: output} | {tensor: tensor.replace("cache", "cache_next") for tensor in tensors}
    moved = {old: {3: f"h{i}", 4: f"w{i}"} for i, old in enumerate(outputs.values())} | {name: axes}
    if output == "frames":
        moved["frames"] = {1: "frame_height", 2: "frame_width"}
    package.graph(f"{role}_first", kind(vae, True), {name: example}, outputs, moved)
    package.graph(f"{role}_next", kind(vae, False), {name: later} | dict(zip(tensors, memory)), outputs, moved | {t: {3: "height", 4: "width"} for t in tensors}
                  | {t: {3: f"h_{t}", 4: f"w_{t}"} for t in tensors})


@torch.no_grad()
def export(pipe, package: Package) -> None:
    vae, kind, channels = pipe.vae, pipe.transformer.dtype, pipe.vae.config.z_dim
    scale = vae.config.scale_factor_spatial
    for layer in vae.modules():
        if isinstance(layer, WanUpsample):
            layer.mode = "nearest"  # The same as "nearest-exact" for whole factors, and ONNX knows it.
    text.export_t5(pipe.text_encoder, package, 512 if pipe.transformer.config.image_dim else 24)
    sample = {"hidden_states": torch.randn(2, pipe.transformer.config.in_channels, 3, 4, 6, dtype=kind), "timestep": torch.tensor([900., 900.]),
              "encoder_hidden_states": torch.randn(2, 512 if pipe.transformer.config.image_dim else 24, pipe.transformer.config.text_dim, dtype=kind)}
    if pipe.transformer.config.image_dim:
        encoder = pipe.image_encoder.config
        pixels = torch.randn(1, 3, encoder.image_size, encoder.image_size, dtype=pipe.image_encoder.dtype)
        package.graph("image_encoder", ImageEncoder(pipe.image_encoder), {"pixel_values": pixels}, ["image_embeds"],
                      {"pixel_values": {0: "batch"}, "image_embeds": {0: "batch"}})
        tokens = (encoder.image_size // encoder.patch_size) ** 2 + 1
        tokens *= 1 if pipe.transformer.config.pos_embed_seq_len is None else 2
        sample["encoder_hidden_states_image"] = torch.randn(2, tokens, encoder.hidden_size, dtype=kind)
        pipe.image_processor.save_pretrained(package.folder / "image_processor")
        package.file("feature_extractor", "image_processor/preprocessor_config.json")
    moving = {0: "batch", 2: "frames", 3: "height", 4: "width"}
    if pipe.config.expand_timesteps:  # A time for each token: the patches of 3 x 4 x 6 places.
        sample["timestep"] = torch.full((2, 3 * 2 * 3), 900.)
    for role in ("transformer", "transformer_2"):
        if getattr(pipe, role, None) is not None:
            package.graph(role, Transformer(getattr(pipe, role)), sample, ["out_sample"],
                          {"hidden_states": moving, "out_sample": moving, "timestep": {0: "batch", 1: "tokens"} if pipe.config.expand_timesteps else {0: "batch"},
                           "encoder_hidden_states": {0: "batch", 1: "length"}, "encoder_hidden_states_image": {0: "batch"}})
    pixels = lambda count: torch.randn(1, 3, count, 4 * scale, 6 * scale, dtype=vae.dtype)
    latent = torch.randn(1, channels, 1, 4, 6, dtype=vae.dtype)
    export_stream(package, "vae_encoder", Encoder, vae, pixels(1), pixels(4), "latent")
    export_stream(package, "vae_decoder", Decoder, vae, latent, latent, "frames")
    pipe.scheduler.save_pretrained(package.folder / "scheduler")
    package.file("scheduler", "scheduler/scheduler_config.json")
    pipe.tokenizer.save_pretrained(package.folder / "tokenizer")
    package.file("tokenizer", "tokenizer/tokenizer.json")


def manifest(pipe) -> dict:
    image, both = isinstance(pipe, WanImageToVideoPipeline), pipe.transformer.config.pos_embed_seq_len is not None
    tasks = ["image-to-video", "extend"] if image else ["text-to-video", "edit"]
    if both:
        tasks = ["first-last-frame"]
    elif image and not pipe.config.expand_timesteps and pipe.transformer.config.image_dim is None:
        tasks.append("first-last-frame")  # Wan 2.2 A14B: both pictures are latents alone.
    elif pipe.config.expand_timesteps:
        tasks = ["text-to-video", "image-to-video", "extend"]
    experts = {} if pipe.config.boundary_ratio is None else {"experts": {"boundary": pipe.config.boundary_ratio, "guidance": 3.5 if image else 3.0}}
    return {
        "pipeline": "wan", "tasks": tasks, "frames_per_second": 16, "seconds": [2, 5],
        "render_sizes": ["480x832", "832x480"], "window": {"frames": 81, "overlap": 5},
        "latent": {"channels": pipe.vae.config.z_dim, "spatial": pipe.vae_scale_factor_spatial, "temporal": pipe.vae_scale_factor_temporal},
        "sampling": {"steps": 50, "guidance": 5.0, "negative_prompt": "", "prompt_tokens": 512}} | experts


def _tiny(seed: int, image: bool, both: bool = False, experts: bool = False, small: bool = False):
    torch.manual_seed(seed)
    with tempfile.TemporaryDirectory() as scratch:
        tokenizer = text.unigram(Path(scratch))
    encoder = text.t5(tokenizer, "umt5", 16)
    vae = AutoencoderKLWan(base_dim=4, z_dim=4, num_res_blocks=1, latents_mean=[-.3, .2, .1, -.1], latents_std=[1.3, .8, 1.1, .9])
    if small:  # The VAE of the model with 5 billion weights: pixels in patches, shortcuts around every change of size.
        vae = AutoencoderKLWan(base_dim=4, decoder_base_dim=4, z_dim=4, num_res_blocks=1, latents_mean=[-.3, .2, .1, -.1], latents_std=[1.3, .8, 1.1, .9],
                               is_residual=True, in_channels=12, out_channels=12, patch_size=2, scale_factor_spatial=16)
    transformer = lambda: WanTransformer3DModel(
        num_attention_heads=2, attention_head_dim=12, in_channels=4 + 8 * image, out_channels=4, text_dim=16, freq_dim=32, ffn_dim=48, num_layers=2,
        image_dim=16 if image else None, added_kv_proj_dim=24 if image else None, rope_max_seq_len=64, pos_embed_seq_len=2 * 65 if both else None)
    # Shift 3, flow sigmas, as the model cards of Wan 2.1 ask for at 480p.
    scheduler = UniPCMultistepScheduler(prediction_type="flow_prediction", use_flow_sigmas=True, num_train_timesteps=1000, flow_shift=3.0)
    parts = dict(tokenizer=tokenizer, text_encoder=four_bits(encoder), vae=four_bits(vae), scheduler=scheduler, transformer=four_bits(transformer()))
    if experts:
        parts |= {"transformer_2": four_bits(transformer()), "boundary_ratio": .875}
    if not image:
        return WanPipeline(**parts, expand_timesteps=small)
    vision = CLIPVisionModel(CLIPVisionConfig(hidden_size=16, intermediate_size=32, num_hidden_layers=3, num_attention_heads=2, image_size=224, patch_size=28))
    return WanImageToVideoPipeline(**parts, image_encoder=four_bits(vision), image_processor=CLIPImageProcessor())


FIELDS = {"frames_per_second": 4, "seconds": [1, 2, 4], "render_sizes": ["80x48", "48x80"], "window": {"frames": 9, "overlap": 1}}
CASE = {"prompt": text.PROMPT, "negative_prompt": text.NEGATIVE, "size": (48, 32), "frames": 9, "steps": 4, "guidance": 5.0}
TINY = {
    "wan": (lambda seed: _tiny(seed, False), FIELDS, {"steps": 4, "prompt_tokens": 24}, {"golden": CASE}),
    "wan-i2v": (lambda seed: _tiny(seed, True), FIELDS, {"steps": 4, "prompt_tokens": 512}, {"golden": CASE | {"steps": 3, "frames": 5}}),
    "wan-flf2v": (lambda seed: _tiny(seed, True, both=True), FIELDS | {"seconds": [1, 2]}, {"steps": 3, "prompt_tokens": 512}, {
        "golden": CASE | {"steps": 3, "frames": 5, "last": True}}),
    "wan-2.2": (lambda seed: _tiny(seed, False, experts=True), FIELDS, {"steps": 4, "prompt_tokens": 24}, {"golden": CASE | {"frames": 5, "guidance_2": 3.0}}),
    "wan-2.2-5b": (lambda seed: _tiny(seed, False, small=True), FIELDS | {"render_sizes": ["96x64", "64x96"]}, {"steps": 3, "prompt_tokens": 24}, {
        "golden": CASE | {"steps": 3, "frames": 5, "size": (96, 64)}, "golden-image": CASE | {"steps": 3, "size": (96, 64), "image": True}}),
}


def render(pipe, case: dict, seed: int, golden: Golden) -> None:
    (width, height), log, given = case["size"], [], {}
    if "image" in case and not isinstance(pipe, WanImageToVideoPipeline):  # The 5B model does both.
        pipe = WanImageToVideoPipeline(pipe.tokenizer, pipe.text_encoder, pipe.vae, pipe.scheduler, transformer=pipe.transformer, expand_timesteps=True)
        pipe.set_progress_bar_config(disable=True)
    image = isinstance(pipe, WanImageToVideoPipeline)
    if image:
        given["image"] = Image.fromarray(picture(height, width))
        golden.add("image", picture(height, width))
    if "last" in case:
        golden.add("last_image", np.ascontiguousarray(picture(height, width)[:, ::-1]))
        given["last_image"] = Image.fromarray(golden.values["last_image"])
    if "guidance_2" in case:
        given["guidance_scale_2"] = case["guidance_2"]
    with draws(pipeline_wan_i2v if image else pipeline_wan, log):
        video = pipe(prompt=case["prompt"], negative_prompt=case["negative_prompt"], height=height, width=width, num_frames=case["frames"],
                     num_inference_steps=case["steps"], guidance_scale=case["guidance"], max_sequence_length=512 if image and pipe.transformer.config.image_dim else 24,
                     generator=torch.Generator().manual_seed(seed), output_type="np", callback_on_step_end=golden.step, **given).frames[0]
    golden.add("noise", log[0])
    golden.add("frames", frames(video))
    if image and pipe.config.expand_timesteps:  # The picture takes the place of the first frame at last, too.
        golden.unpack = lambda latents: torch.cat([torch.from_numpy(golden.values["image_latents"]), latents[:, :, 1:]], 2)


def keep_encodings(pipe, golden: Golden) -> None:
    text.keep(pipe, golden)
    if isinstance(pipe, WanImageToVideoPipeline) or pipe.config.expand_timesteps:
        encoder, encode = getattr(getattr(pipe, "image_encoder", None), "forward", None), pipe.vae.encode

        def image_encoder(pixel_values, **named):
            answer = encoder(pixel_values, **named)
            golden.add("pixel_values_every_7", pixel_values[:1, :, ::7, ::7])
            golden.add("image_embeds", answer.hidden_states[-2])
            return answer

        def vae_encoder(sample, **named):
            answer, stream = encode(sample, **named), Stream(pipe.vae, True)
            latent = answer.latent_dist.mode()
            golden.add("image_latents", (latent - stream.norm(pipe.vae.config.latents_mean, latent)) * (1.0 / stream.norm(pipe.vae.config.latents_std, latent)))
            return answer

        pipe.vae.encode = vae_encoder
        if encoder is not None:
            pipe.image_encoder.forward = image_encoder


def stream(sessions: Sessions, role: str, name: str, parts: list) -> list:
    """Runs the first graph, then the next one with the memory of the one before."""
    memory, answers = {}, []
    for index, part in enumerate(parts):
        answer, *kept = sessions.run(f"{role}_first" if index == 0 else f"{role}_next", **{name: part}, **memory)
        memory = {f"cache.{i}": tensor for i, tensor in enumerate(kept)}
        answers.append(answer)
    return answers


def stand_in(pipe, sessions: Sessions) -> None:
    text.stand_in(pipe, sessions)
    config = pipe.vae.config

    def encode(sample, **named):
        parts = [sample[:, :, :1], *(sample[:, :, 1:].split(4, 2) if sample.shape[2] > 1 else [])]
        latent = torch.cat(stream(sessions, "vae_encoder", "sample", parts), 2)
        norm = Stream(pipe.vae, True).norm
        return Mode(latent / (1.0 / norm(config.latents_std, latent)) + norm(config.latents_mean, latent))

    def denoise(role, hidden_states, timestep, encoder_hidden_states, encoder_hidden_states_image=None, **named):
        image = {}
        if encoder_hidden_states_image is not None:
            image = {"encoder_hidden_states_image": encoder_hidden_states_image.reshape(1, -1, encoder_hidden_states_image.shape[-1])}
        return (sessions.run(role, hidden_states=hidden_states, timestep=timestep, encoder_hidden_states=encoder_hidden_states, **image),)

    class Hiddens:
        def __init__(self, hidden):
            self.hidden_states = [hidden, None]

    pipe.vae.encode, pipe.transformer.forward = encode, partial(denoise, "transformer")
    if getattr(pipe, "transformer_2", None) is not None:
        pipe.transformer_2.forward = partial(denoise, "transformer_2")
    if isinstance(pipe, WanImageToVideoPipeline):
        pipe.image_encoder.forward = lambda pixel_values, **named: Hiddens(sessions.run("image_encoder", pixel_values=pixel_values))


def decode(sessions: Sessions, latents) -> np.ndarray:
    return torch.cat(stream(sessions, "vae_decoder", "latent", list(torch.from_numpy(latents).split(1, 2)))).numpy()
