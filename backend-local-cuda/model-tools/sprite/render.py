"""Draws captioned clips by rule: what judge and lifter learn from. `python render.py atlas.npy sheet.png` makes a sheet to look at.

A caption is a row of ids, 0 = not said: object, place, motion, size, colour, and object, motion, size, colour of a second object.
Random choices come from the seed alone, so that training, judge and evaluation never share a clip.
"""
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

import scenes
from mover import COLOURS, MOTIONS, SIZES, Mover, anchors, tint
from pictures import NAMES

SLOTS = {"object": NAMES, "place": scenes.PLACES, "motion": MOTIONS, "size": SIZES, "colour": list(COLOURS), "object2": NAMES, "motion2": MOTIONS,
         "size2": SIZES, "colour2": list(COLOURS)}


@dataclass
class Clips:
    """Frames [clips, times, 3, H, W] in 0..1, their captions [clips, 9] and, of every frame, the objects' cover [.., 1, H, W]; and where
    the objects begin [clips, 2, 3]."""
    frames: torch.Tensor
    captions: torch.Tensor
    cover: torch.Tensor
    anchors: torch.Tensor


class Renderer:
    """Draws at a fraction of the real size, because nothing that learns from it needs more.

    @param pool 0 draws every scene anew; otherwise this many of each place are drawn once and taken in turn
    """

    def __init__(self, atlas, seed: int, shrink: int = 4, side: int = 96, pool: int = 0):
        self.random = torch.Generator().manual_seed(seed)
        pictures = torch.from_numpy(np.load(atlas))
        self.atlas = torch.cat([F.interpolate(p.float() / 255, (side, side), mode="area") for p in pictures.split(64)])
        self.shrink, self.mover, self.pool, self.drawn = shrink, Mover(), pool, {}

    def captions(self, n: int, two: float = .25, dyed: float = .3) -> torch.Tensor:
        made = torch.stack([torch.randint(1, len(w) + 1, (n,), generator=self.random) for w in SLOTS.values()], 1)
        chance = torch.rand(n, 3, generator=self.random)
        made[:, 4] *= chance[:, 0] < dyed
        made[:, 8] *= chance[:, 1] < dyed
        made[:, 5:] *= (chance[:, 2] < two).view(-1, 1)
        return made

    def scenes(self, places, size):
        """[n,3,h,w] of places (ids)."""
        if not self.pool:
            mood, noise = scenes.chance(len(places), size, self.random)
            return F.interpolate(scenes.scenes(places - 1, mood, noise, size), scale_factor=1 / self.shrink, mode="area")
        if size not in self.drawn:
            every = torch.arange(1, len(scenes.PLACES) + 1).repeat_interleave(self.pool)
            self.pool, pool = 0, self.pool
            self.drawn[size] = torch.cat([self.scenes(part, size) for part in every.split(24)])
            self.pool = pool
        return self.drawn[size][(places - 1) * self.pool + torch.randint(0, self.pool, (len(places),), generator=self.random)]

    def clips(self, phase, size, captions=None) -> Clips:
        """@param phase [clips, times] @param size of whole frames"""
        n, times = phase.shape
        captions = self.captions(n) if captions is None else captions
        chance = torch.rand(n, 4, generator=self.random) * 2 - 1
        ground = self.scenes(captions[:, 1], size)
        sprites = tint(self.atlas[(captions[:, (0, 5)] - 1).clamp(min=0).flatten()], captions[:, (4, 8)].flatten()).view(n, 2, 4, *self.atlas.shape[2:])
        sprites = sprites * (captions[:, (0, 5)] > 0).float().view(n, 2, 1, 1, 1)
        anchor, motion = anchors(captions, chance), captions[:, (2, 6)]

        def every(x):
            return x.unsqueeze(1).expand(n, times, *x.shape[1:]).reshape(n * times, *x.shape[1:])

        told = every(sprites), every(anchor), every(motion), phase.flatten()
        frames = self.mover(told[0], every(ground), *told[1:])
        white = torch.ones(n * times, 3, *ground.shape[2:])
        shape = told[0].clone()
        shape[:, :, :3] = 0
        cover = 1 - self.mover(shape, white, *told[1:])[:, :1]
        return Clips(frames.view(n, times, *frames.shape[1:]), captions, cover.view(n, times, *cover.shape[1:]), anchor)


def sheet(frames, scale: int = 1) -> Image.Image:
    """Frames [rows, columns, 3, H, W] as one picture, for looking at."""
    rows, columns, _, height, width = frames.shape
    padded = F.pad(frames, (0, 2, 0, 2), value=1.)
    pixels = (padded.clamp(0, 1) * 255).round().byte().permute(0, 3, 1, 4, 2)
    image = Image.fromarray(pixels.reshape(rows * (height + 2), columns * (width + 2), 3).numpy())
    return image.resize((image.size[0] * scale, image.size[1] * scale), Image.NEAREST) if scale > 1 else image


if __name__ == "__main__":
    import sys
    renderer = Renderer(sys.argv[1], 3)
    asked = renderer.captions(12)
    asked[:, 2] = torch.arange(1, 13)
    drawn = renderer.clips(torch.linspace(0, 1, 8).expand(12, 8), scenes.FRAME_SIZES[1], asked)
    sheet(drawn.frames).save(sys.argv[2])
