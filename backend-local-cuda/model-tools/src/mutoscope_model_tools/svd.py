"""Stable Video Diffusion: a picture becomes a clip."""
import numpy as np
import torch
from diffusers import AutoencoderKLTemporalDecoder, EulerDiscreteScheduler, StableVideoDiffusionPipeline, UNetSpatioTemporalConditionModel
from diffusers.pipelines.stable_video_diffusion import pipeline_stable_video_diffusion as module
from PIL import Image
from transformers import CLIPImageProcessor, CLIPVisionConfig, CLIPVisionModelWithProjection

from .golden import Golden, Sessions, draws, frames
from .package import Package
from .tiny import four_bits, picture

PIPELINES = [StableVideoDiffusionPipeline]


class Unet(torch.nn.Module):
    def __init__(self, unet):
        super().__init__()
        self.unet = unet

    def forward(self, sample, timestep, encoder_hidden_states, added_time_ids):
        return self.unet(sample, timestep, encoder_hidden_states, added_time_ids, return_dict=False)[0]


class ImageEncoder(torch.nn.Module):
    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder

    def forward(self, pixel_values):
        return self.encoder(pixel_values).image_embeds


class VaeEncoder(torch.nn.Module):
    """The mode of the distribution; SVD does not scale it."""

    def __init__(self, vae):
        super().__init__()
        self.vae = vae

    def forward(self, sample):
        return self.vae.encode(sample).latent_dist.mode()


class VaeDecoder(torch.nn.Module):
    """All frames of one clip to bytes."""

    def __init__(self, vae):
        super().__init__()
        self.vae = vae

    def forward(self, latent):
        video = self.vae.decode(latent / self.vae.config.scaling_factor, num_frames=latent.shape[0]).sample
        return to_bytes(video)


def to_bytes(video):
    """Floats -1 to 1, [F,3,H,W], to uint8 [F,H,W,3], as the pipelines' video processor and its pictures do it."""
    return (torch.clamp(video.float() * .5 + .5, 0, 1) * 255).round().to(torch.uint8).permute(0, 2, 3, 1)


def export(pipe, package: Package) -> None:
    unet, kind = pipe.unet.config, pipe.unet.dtype
    latent, encoder = pipe.vae.config.latent_channels, pipe.image_encoder.config
    moving = {0: "batch", 1: "frames", 3: "height", 4: "width"}
    package.graph("image_encoder", ImageEncoder(pipe.image_encoder), {"pixel_values": torch.randn(1, 3, encoder.image_size, encoder.image_size, dtype=kind)},
                  ["image_embeds"], {"pixel_values": {0: "batch"}, "image_embeds": {0: "batch"}})
    package.graph("vae_encoder", VaeEncoder(pipe.vae), {"sample": torch.randn(1, 3, 32, 48, dtype=pipe.vae.dtype)}, ["latent"],
                  {"sample": {0: "batch", 2: "height", 3: "width"}, "latent": {0: "batch", 2: "latent_height", 3: "latent_width"}})
    package.graph("unet", Unet(pipe.unet), {
        "sample": torch.randn(2, 3, unet.in_channels, 8, 16, dtype=kind), "timestep": torch.tensor([1.], dtype=torch.float32),
        "encoder_hidden_states": torch.randn(2, 1, encoder.projection_dim, dtype=kind), "added_time_ids": torch.randn(2, 3, dtype=kind)},
        ["out_sample"], {"sample": moving, "encoder_hidden_states": {0: "batch"}, "added_time_ids": {0: "batch"}, "out_sample": moving})
    package.graph("vae_decoder", VaeDecoder(pipe.vae), {"latent": torch.randn(3, latent, 4, 6, dtype=pipe.vae.dtype)}, ["frames"],
                  {"latent": {0: "frames", 2: "latent_height", 3: "latent_width"}, "frames": {0: "frames", 1: "height", 2: "width"}})
    pipe.scheduler.save_pretrained(package.folder / "scheduler")
    package.file("scheduler", "scheduler/scheduler_config.json")
    pipe.feature_extractor.save_pretrained(package.folder / "feature_extractor")
    package.file("feature_extractor", "feature_extractor/preprocessor_config.json")


def manifest(pipe) -> dict:
    return {
        "pipeline": "svd", "tasks": ["image-to-video", "extend"], "frames_per_second": 7, "seconds": [2, 4],
        "render_sizes": ["576x1024", "1024x576"], "window": {"frames": pipe.unet.config.num_frames, "overlap": 1},
        "latent": {"channels": pipe.vae.config.latent_channels, "spatial": pipe.vae_scale_factor, "temporal": 1},
        "sampling": {"steps": 25, "guidance": 3.0, "guidance_min": 1.0, "motion_bucket": 127, "noise_augmentation": .02, "conditioning_fps": 7}}


def tiny(seed: int):
    torch.manual_seed(seed)
    # 64 channels in 32 groups: a group of one channel would forget the time embedding.
    unet = UNetSpatioTemporalConditionModel(
        sample_size=16, block_out_channels=(32, 64), down_block_types=("CrossAttnDownBlockSpatioTemporal", "DownBlockSpatioTemporal"),
        up_block_types=("UpBlockSpatioTemporal", "CrossAttnUpBlockSpatioTemporal"), layers_per_block=1, cross_attention_dim=16,
        num_attention_heads=(2, 2), addition_time_embed_dim=8, projection_class_embeddings_input_dim=24, num_frames=4)
    vae = AutoencoderKLTemporalDecoder(block_out_channels=(32, 32), down_block_types=("DownEncoderBlock2D",) * 2, layers_per_block=1)
    encoder = CLIPVisionModelWithProjection(CLIPVisionConfig(
        hidden_size=16, intermediate_size=32, projection_dim=16, num_hidden_layers=2, num_attention_heads=2, image_size=224, patch_size=28))
    scheduler = EulerDiscreteScheduler(
        beta_start=.00085, beta_end=.012, beta_schedule="scaled_linear", interpolation_type="linear", num_train_timesteps=1000,
        prediction_type="v_prediction", sigma_max=700.0, sigma_min=.002, steps_offset=1, timestep_spacing="leading", timestep_type="continuous",
        use_karras_sigmas=True)
    return StableVideoDiffusionPipeline(four_bits(vae), four_bits(encoder), four_bits(unet), scheduler, CLIPImageProcessor())


FIELDS = {"frames_per_second": 4, "seconds": [1, 2], "render_sizes": ["80x48", "48x80"]}
TINY = {"svd": (tiny, FIELDS, {"steps": 4}, {"golden": {"size": (48, 32), "frames": 4, "steps": 4, "guidance": 3.0}})}


def render(pipe, case: dict, seed: int, golden: Golden) -> None:
    (width, height), log = case["size"], []
    image = picture(height, width)
    golden.add("image", image)
    with draws(module, log):
        video = pipe(Image.fromarray(image), height, width, num_frames=case["frames"], num_inference_steps=case["steps"], max_guidance_scale=case["guidance"],
                     generator=torch.Generator().manual_seed(seed), output_type="np", callback_on_step_end=golden.step).frames[0]
    golden.add("image_noise", log[0])
    golden.add("noise", log[1])
    golden.add("frames", frames(video))


def keep_encodings(pipe, golden: Golden) -> None:
    """Adds what goes into and comes out of the encoders to a golden."""
    encoder, encode = pipe.image_encoder.forward, pipe.vae.encode

    def image_encoder(pixel_values, **named):
        answer = encoder(pixel_values, **named)
        golden.add("pixel_values_every_7", pixel_values[:, :, ::7, ::7])  # The whole would be the largest file of the package.
        golden.add("image_embeds", answer.image_embeds)
        return answer

    def vae_encoder(sample, **named):
        answer = encode(sample, **named)
        golden.add("image_latents", answer.latent_dist.mode())
        return answer

    pipe.image_encoder.forward, pipe.vae.encode = image_encoder, vae_encoder


class Mode:
    """Stands for diffusers' answer of an encoder."""

    def __init__(self, latent):
        self.latent_dist, self.latent = self, latent

    def mode(self):
        return self.latent

    def sample(self, generator=None):
        return self.latent


def stand_in(pipe, sessions: Sessions) -> None:
    """Puts the graphs in the place of the networks."""
    class Embeds:
        def __init__(self, embeds):
            self.image_embeds = embeds

    pipe.image_encoder.forward = lambda pixel_values, **named: Embeds(sessions.run("image_encoder", pixel_values=pixel_values))
    pipe.vae.encode = lambda sample, **named: Mode(sessions.run("vae_encoder", sample=sample))
    pipe.unet.forward = lambda sample, timestep, encoder_hidden_states, added_time_ids, **named: (sessions.run(
        "unet", sample=sample, timestep=timestep.reshape(1), encoder_hidden_states=encoder_hidden_states, added_time_ids=added_time_ids),)


def decode(sessions: Sessions, latents) -> np.ndarray:
    return sessions.run("vae_decoder", latent=torch.from_numpy(latents[0])).numpy()
