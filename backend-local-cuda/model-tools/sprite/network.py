"""Sprite's four parts. All of them are small and draw in one pass; there is no denoising loop.

`ObjectPainter` draws what a word means, `ScenePainter` draws a place from noise, `Lifter` finds the objects of a finished
picture, and `Mover` (mover.py; nothing learned) puts the layers together at a moment of the clip.

Pictures are RGBA with colour already multiplied by alpha, 0..1.
"""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F

from scenes import MOOD, NOISE, PLACES, horizon

CELL, GRID, CODE = 8, 24, 16  # An object's code: GRID x GRID cells of CODE numbers, each for CELL x CELL pixels.


class Block(nn.Module):
    """Two convolutions beside a shortcut."""

    def __init__(self, channels: int):
        super().__init__()
        self.first, self.second = nn.Conv2d(channels, channels, 3, padding=1), nn.Conv2d(channels, channels, 3, padding=1)
        nn.init.zeros_(self.second.weight)
        nn.init.zeros_(self.second.bias)

    def forward(self, h):
        return h + self.second(F.silu(self.first(F.silu(h))))


class ObjectPainter(nn.Module):
    """From an object's number to its picture [B,4,192,192]: a learned code for every object, one decoder for all.

    A linear map of each cell gives the rough picture (it begins as principal components), convolutions over neighbouring cells correct it.
    """

    def __init__(self, objects: int):
        super().__init__()
        self.codes = nn.Embedding(objects, CODE * GRID * GRID, sparse=True)
        self.rough = nn.Conv2d(CODE, 4 * CELL ** 2, 1)
        self.enter, self.block = nn.Conv2d(CODE, 80, 3, padding=1), Block(80)
        self.grow = nn.Conv2d(80, 4 * 48, 3, padding=1)
        self.middle = nn.Conv2d(48, 48, 3, padding=1)
        self.leave = nn.Conv2d(48, 4 * 16, 3, padding=1)
        nn.init.zeros_(self.leave.weight)
        nn.init.zeros_(self.leave.bias)

    def forward(self, numbers):
        """@param numbers object ids less 1, [B]"""
        code = self.codes(numbers).view(-1, CODE, GRID, GRID).contiguous(memory_format=torch.channels_last)
        h = F.silu(F.pixel_shuffle(self.grow(F.silu(self.block(self.enter(code)))), 2))
        h = h + F.silu(self.middle(h))
        picture = F.pixel_shuffle(self.rough(code), CELL) + F.pixel_shuffle(self.leave(h), 4)
        return picture

    @torch.no_grad()
    def begin(self, pictures):
        """Starts from principal components of all cells of [N,4,192,192]."""
        n = len(pictures)
        cells = F.pixel_unshuffle(pictures, CELL).permute(0, 2, 3, 1).reshape(-1, 4 * CELL ** 2)
        mean = cells.mean(0)
        values, vectors = torch.linalg.eigh((cells - mean).T @ (cells - mean) / len(cells))
        scale, basis = values[-CODE:].sqrt(), vectors[:, -CODE:]
        code = (cells - mean) @ basis / scale
        self.codes.weight.copy_(code.view(n, GRID, GRID, CODE).permute(0, 3, 1, 2).reshape(n, -1))
        self.rough.weight.copy_((basis * scale).view(4 * CELL ** 2, CODE, 1, 1))
        self.rough.bias.copy_(mean)


class ScenePainter(nn.Module):
    """From a place, a mood and a grid of noise to the background [B,3,H,W]; H and W free, divisible by 16 (see scenes.py for what the inputs mean).

    Works on cells of 8 x 8 pixels. Each cell is told where it is, how far from the ground line, the mood and the noise around it.
    """
    WIDTH = 56

    def __init__(self):
        super().__init__()
        self.place = nn.Embedding(len(PLACES), 24)
        self.told = nn.Sequential(nn.Linear(24 + MOOD, 96), nn.SiLU(), nn.Linear(96, 4 * self.WIDTH))
        self.enter = nn.Conv2d(self.PLANES, self.WIDTH, 3, padding=1)
        self.blocks = nn.ModuleList([Block(self.WIDTH) for _ in range(3)])
        self.leave = nn.Conv2d(self.WIDTH, 3 * CELL ** 2, 3, padding=1)
        nn.init.zeros_(self.leave.weight)

    PLANES = 3 + 8 + 4 + 10 + NOISE + 5 + 2 + 2 + 1

    def planes(self, place, mood, noise):
        """What every cell is told, [B,PLANES,H/8,W/8]."""
        noise = F.interpolate(noise, scale_factor=2., mode="nearest")
        ones = torch.ones_like(noise[:, :1])
        y, x = ones.cumsum(2) - .5, ones.cumsum(3) - .5
        rows, columns = ones.cumsum(2)[:, :, -1:, :], ones.cumsum(3)[:, :, :, -1:]
        v, u = y / rows, x / columns
        waves = [f(math.pi * k * u) for k in (1., 2., 4., 8.) for f in (torch.sin, torch.cos)]
        away = (v - horizon(place, mood, u[:1, :, :1])) * rows
        near = [(away * k).clamp(-1, 1) for k in (.06, .2, .5, 1.)]
        fourth, fifth = (mood[:, i].view(-1, 1, 1, 1) for i in (4, 5))
        turns = (2.2 * u + fourth, 3.7 * u + fifth, 1.1 * u + fourth, .6 * u + fourth, x / 8 + 60 / 64 * fourth)
        moved = [f(2 * math.pi * t) for t in turns for f in (torch.sin, torch.cos)]
        sun = ((u - .5 - .3 * fourth) * 4).clamp(-1, 1)
        chosen = [(noise[:, :1] < share).to(noise.dtype) for share in (.02, .04, .1, .2, .35)]
        # Which corner of its plot of noise a cell is: plots are two cells wide.
        odd_y, odd_x = y % 2 - 1., x % 2 - 1.
        top = noise[:, 1:, :1].expand_as(noise[:, 1:])
        pairs = F.interpolate(noise[:, 1:, :1, ::4], scale_factor=(1., 4.), mode="nearest").expand(-1, -1, noise.shape[2], -1)
        return torch.cat([v, u, (rows > columns) * ones, *waves, *near, *moved, noise, *chosen, top, pairs[..., :noise.shape[3]], odd_y, odd_x, sun], 1)

    def forward(self, place, mood, noise):
        """@param place numbers of places less 1 [B] @param mood [B,MOOD] @param noise [B,NOISE,H/16,W/16]"""
        told = self.told(torch.cat([self.place(place), mood], 1)).view(-1, 4, self.WIDTH, 1, 1)
        h = self.enter(self.planes(place, mood, noise).contiguous(memory_format=torch.channels_last))
        for i, block in enumerate(self.blocks):
            h = block(h + told[:, i])
        return F.pixel_shuffle(self.leave(F.silu(h + told[:, 3])), CELL)


class Lifter(nn.Module):
    """From a picture to its objects' cover [B,1,H,W] in 0..1; a U-Net on a picture of half the size.

    H and W are the sides of the halved picture, free, divisible by 16.
    """
    PATCH = 4

    def __init__(self):
        super().__init__()
        fine, middle, coarse = 64, 96, 128
        self.enter = nn.Conv2d(3 * self.PATCH ** 2 + 2, fine, 3, padding=1)
        self.down0, self.shrink0 = Block(fine), nn.Conv2d(fine, middle, 3, 2, 1)
        self.down1, self.shrink1 = Block(middle), nn.Conv2d(middle, coarse, 3, 2, 1)
        self.deep = nn.Sequential(Block(coarse), Block(coarse))
        self.all = nn.Linear(coarse, coarse)
        self.grow1, self.up1 = nn.Conv2d(coarse, middle, 1), Block(middle)
        self.grow0, self.up0 = nn.Conv2d(middle, fine, 1), Block(fine)
        self.leave = nn.Conv2d(fine, self.PATCH ** 2, 3, padding=1)
        nn.init.zeros_(self.leave.weight)

    def forward(self, picture):
        grid = F.pixel_unshuffle(picture, self.PATCH)
        ones = torch.ones_like(grid[:, :1])
        y, x = ones.cumsum(2), ones.cumsum(3)
        h = self.enter(torch.cat([grid - .5, y / y[:, :, -1:, :], x / x[:, :, :, -1:]], 1).contiguous(memory_format=torch.channels_last))
        skip0 = self.down0(h)
        skip1 = self.down1(self.shrink0(skip0))
        h = self.deep(self.shrink1(skip1))
        h = h + self.all(h.mean((2, 3)))[:, :, None, None]
        h = self.up1(F.interpolate(self.grow1(h), scale_factor=2.) + skip1)
        h = self.up0(F.interpolate(self.grow0(h), scale_factor=2.) + skip0)
        return torch.sigmoid(F.pixel_shuffle(self.leave(F.silu(h)), self.PATCH))
