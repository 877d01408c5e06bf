"""The Sprite denoiser: a small U-Net that predicts one clean frame from a noisy one, the two frames before it, a caption and the time in the clip.

It works on 4x4 pixel patches (a 48x80 frame is a 12x20 grid) and two coarser grids; most weights sit on the coarse grids, where they cost little
time. The caption acts three ways: it scales and shifts every residual block; each object brings a few learned tokens that grid places can attend to;
and motion, size and phase give, through a table of paths that is not learned, each place its position relative to the object. Learning the paths from
pixels alone was tried and had not begun to work after 42,000 frames.
"""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F

from render import PATHS, SIDES, SLOTS, pose

PATCH = 4
RELATIVE = 17  # planes of Denoiser.relative


class Residual(nn.Module):
    """Two 3x3 convolutions; the condition scales and shifts between them."""

    def __init__(self, inputs: int, outputs: int, condition: int):
        super().__init__()
        self.norm1, self.conv1 = nn.GroupNorm(8, inputs), nn.Conv2d(inputs, outputs, 3, padding=1)
        self.norm2, self.conv2 = nn.GroupNorm(8, outputs), nn.Conv2d(outputs, outputs, 3, padding=1)
        self.film = nn.Linear(condition, 2 * outputs)
        self.skip = nn.Conv2d(inputs, outputs, 1) if inputs != outputs else nn.Identity()
        nn.init.zeros_(self.conv2.weight)
        nn.init.zeros_(self.conv2.bias)

    def forward(self, x, condition):
        scale, shift = self.film(condition)[:, :, None, None].chunk(2, 1)
        y = self.conv1(F.silu(self.norm1(x)))
        return self.skip(x) + self.conv2(F.silu(self.norm2(y) * (1 + scale) + shift))


class Attention(nn.Module):
    """Every place of the grid looks at all places and at the object's tokens."""

    def __init__(self, width: int, token_width: int, heads: int = 4):
        super().__init__()
        self.heads = heads
        self.norm = nn.GroupNorm(8, width)
        self.qkv, self.tokens = nn.Linear(width, 3 * width), nn.Linear(token_width, 2 * width)
        self.out = nn.Linear(width, width)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def _split(self, x, parts):
        batch, places, width = x.shape
        return x.view(batch, places, parts, self.heads, width // parts // self.heads).permute(2, 0, 3, 1, 4)

    def forward(self, x, tokens):
        batch, width, height, length = x.shape
        y = self.norm(x).flatten(2).transpose(1, 2)
        q, k, v = self._split(self.qkv(y), 3)
        token_k, token_v = self._split(self.tokens(tokens), 2)
        k, v = torch.cat([k, token_k], 2), torch.cat([v, token_v], 2)
        weights = (q @ k.transpose(-1, -2) * (width // self.heads) ** -.5).softmax(-1)
        y = self.out((weights @ v).transpose(1, 2).reshape(batch, height * length, width))
        return x + y.transpose(1, 2).reshape(batch, width, height, length)


class TokenAttention(nn.Module):
    """Every place of the fine grid looks at the object's tokens only (its own 240 places would cost too much)."""

    def __init__(self, width: int, token_width: int, heads: int = 4):
        super().__init__()
        self.heads = heads
        self.norm, self.query, self.tokens = nn.GroupNorm(8, width), nn.Linear(width, width), nn.Linear(token_width, 2 * width)
        self.out = nn.Linear(width, width)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, x, tokens):
        batch, width, height, length = x.shape
        each = width // self.heads
        y = self.norm(x).flatten(2).transpose(1, 2)
        q = self.query(y).view(batch, -1, self.heads, each).transpose(1, 2)
        k, v = self.tokens(tokens).view(batch, -1, 2, self.heads, each).permute(2, 0, 3, 1, 4)
        weights = (q @ k.transpose(-1, -2) * each ** -.5).softmax(-1)
        y = self.out((weights @ v).transpose(1, 2).reshape(batch, height * length, width))
        return x + y.transpose(1, 2).reshape(batch, width, height, length)


class Denoiser(nn.Module):
    """(noisy [B,3,H,W], time [B], caption [B,4], phase [B], context [B,6,H,W]) -> clean [B,3,H,W]; H and W divisible by 16."""

    def __init__(self, widths=(80, 160, 288), condition: int = 256, tokens: int = 16, token_width: int = 96):
        super().__init__()
        fine, middle, coarse = widths
        self.settings = dict(widths=widths, condition=condition, tokens=tokens, token_width=token_width)
        self.words = nn.ModuleList([nn.Embedding(len(words) + 1, condition) for words in SLOTS.values()])
        self.object_tokens = nn.Embedding(len(SLOTS["object"]) + 1, tokens * token_width)
        self.time_in, self.phase_in = nn.Linear(64, condition), nn.Linear(32, condition)
        self.mix = nn.Sequential(nn.SiLU(), nn.Linear(condition, condition), nn.SiLU(), nn.Linear(condition, condition), nn.SiLU())
        self.enter = nn.Conv2d(9 * PATCH ** 2 + 7 + RELATIVE, fine, 3, padding=1)
        self.enter_again = nn.Conv2d(RELATIVE, fine, 3, padding=1)  # The same positions once more, where details are drawn.
        self.register_buffer("paths", torch.tensor(PATHS), persistent=False)
        self.register_buffer("sides", torch.tensor(SIDES), persistent=False)

        def block(i, o):
            return Residual(i, o, condition)

        self.down0, self.shrink0 = block(fine, fine), nn.Conv2d(fine, middle, 3, 2, 1)
        self.down1a, self.down1b, self.attend1 = block(middle, middle), block(middle, middle), Attention(middle, token_width)
        self.shrink1 = nn.Conv2d(middle, coarse, 3, 2, 1)
        self.mid_a, self.attend2, self.mid_b = block(coarse, coarse), Attention(coarse, token_width), block(coarse, coarse)
        self.grow1 = nn.Conv2d(coarse, middle, 3, padding=1)
        self.up1a, self.attend3, self.up1b = block(2 * middle, middle), Attention(middle, token_width), block(middle, middle)
        self.grow0 = nn.Conv2d(middle, fine, 3, padding=1)
        self.up0a, self.attend4, self.up0b = block(2 * fine, fine), TokenAttention(fine, token_width), block(fine, fine)
        self.norm, self.leave = nn.GroupNorm(8, fine), nn.Conv2d(fine, 3 * PATCH ** 2, 3, padding=1)
        for embedding in (*self.words, self.object_tokens):
            nn.init.normal_(embedding.weight, std=.3)
        nn.init.zeros_(self.leave.weight)
        nn.init.zeros_(self.leave.bias)
        nn.init.zeros_(self.enter_again.weight)

    def condition(self, time, caption, phase):
        """What the residual blocks are told: [B, condition]."""
        rates = torch.exp(-math.log(200.) * torch.arange(32, dtype=torch.float32) / 31) * 100
        angles = time[:, None] * rates
        total = self.time_in(torch.cat([angles.cos(), angles.sin()], 1))
        angles = phase[:, None] * math.pi / 2 * torch.arange(1, 17, dtype=torch.float32)
        total = total + self.phase_in(torch.cat([angles.cos(), angles.sin()], 1))
        for slot, embedding in enumerate(self.words):
            total = total + embedding(caption[:, slot])
        return self.mix(total)

    @staticmethod
    def coordinates(grid):
        """Seven planes that tell each patch where it is; running sums, because they export with free height and width."""
        ones = torch.ones_like(grid[:, :1])
        y, x = ones.cumsum(2), ones.cumsum(3)
        height, width = y[:, :, -1:, :], x[:, :, :, -1:]
        y, x = (y * 2 - 1) / height - 1, (x * 2 - 1) / width - 1
        shape = (width - height) / (width + height) * ones
        return torch.cat([y, x, (math.pi * y).sin(), (math.pi * x).sin(), (math.pi * y).cos(), (math.pi * x).cos(), shape], 1)

    def relative(self, planes, caption, phase):
        """Each patch's position in the object's own frame (moved, scaled, turned with it), as planes; all zero if no object is named."""
        y, x = planes[:, 0:1], planes[:, 1:2]
        ones = torch.ones_like(y)
        height, width = ones.cumsum(2)[:, :, -1:, -1:] * PATCH, ones.cumsum(3)[:, :, -1:, -1:] * PATCH
        at_x, at_y, side, turn = (v.view(-1, 1, 1, 1) for v in pose(caption[:, 2], caption[:, 3], phase, self.paths, self.sides))
        dx, dy = (x - at_x) * width / side, (y - at_y) * height / side
        cos, sin = turn.cos(), turn.sin()
        u, v = cos * dx + sin * dy, cos * dy - sin * dx
        near = torch.exp(-(u * u + v * v) ** 2)
        waves = [f(math.pi * k * c) * near for k in (.5, 1., 2.) for c in (u, v) for f in (torch.sin, torch.cos)]
        scale = 24 / side * ones
        every = torch.cat([u.clamp(-2, 2), v.clamp(-2, 2), near, *waves, scale * cos, scale * sin], 1)
        return every * (caption[:, 0] > 0).to(every.dtype).view(-1, 1, 1, 1)

    def forward(self, noisy, time, caption, phase, context):
        c = self.condition(time, caption, phase)
        tokens = self.object_tokens(caption[:, 0]).view(caption.shape[0], -1, self.settings["token_width"])
        grid = F.pixel_unshuffle(torch.cat([noisy, context], 1), PATCH)
        planes = self.coordinates(grid)
        where = self.relative(planes, caption, phase)
        h = self.enter(torch.cat([grid, planes, where], 1).contiguous(memory_format=torch.channels_last))
        skip0 = self.down0(h, c)
        h = self.shrink0(skip0)
        skip1 = self.attend1(self.down1b(self.down1a(h, c), c), tokens)
        h = self.shrink1(skip1)
        h = self.mid_b(self.attend2(self.mid_a(h, c), tokens), c)
        h = torch.cat([F.interpolate(self.grow1(h), scale_factor=2.), skip1], 1)
        h = self.up1b(self.attend3(self.up1a(h, c), tokens), c)
        h = torch.cat([F.interpolate(self.grow0(h), scale_factor=2.) + self.enter_again(where), skip0], 1)
        h = self.up0b(self.attend4(self.up0a(h, c), tokens), c)
        return F.pixel_shuffle(self.leave(F.silu(self.norm(h))), PATCH)
