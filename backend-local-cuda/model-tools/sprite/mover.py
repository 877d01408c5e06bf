"""Where Sprite's objects are at each moment, and how layers become a frame. Nothing here is learned: paths, sizes and tints are tables and arithmetic.

Positions are in half frames from the middle (x to the right, y down), sizes in shares of the frame's shorter side, turns in radians. `phase` runs from
0 (first frame) to 1 (last). A path says how far an object has come since its anchor, so a clip may begin anywhere: with a painted object or with one
that was lifted from a picture.
"""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F

MOTIONS = ["still", "left", "right", "up", "down", "spinning", "growing", "shrinking", "bouncing", "circling", "shaking", "swaying"]
SIZES = ["small", "big"]
COLOURS = {"red": (.86, .16, .14), "orange": (.96, .52, .1), "yellow": (.98, .83, .15), "green": (.25, .66, .25), "blue": (.18, .42, .9),
           "purple": (.55, .27, .75), "pink": (.97, .5, .7), "brown": (.52, .33, .2), "black": (.16, .16, .18), "white": (.95, .95, .95), "grey": (.55, .56, .58)}
TRAVEL = 1.1  # How far a crossing object comes: from -TRAVEL / 2 to TRAVEL / 2 of the half frame when it is alone.
SIDES = (.7, .48, .76)  # not said, small, big
# x and y in half frames over the clip, whole turns, size at the end by size at the beginning, size at the beginning
PATHS = ((0., 0., 0., 1., 1.), (0., 0., 0., 1., 1.), (-TRAVEL, 0., 0., 1., 1.), (TRAVEL, 0., 0., 1., 1.), (0., -TRAVEL, 0., 1., 1.), (0., TRAVEL, 0., 1., 1.),
         (0., 0., 1., 1., 1.), (0., 0., 0., 2.1, .6), (0., 0., 0., .48, 1.25), (0., 0., 0., 1., 1.), (0., 0., 0., 1., .75), (0., 0., 0., 1., 1.), (0., 0., 0., 1., 1.))
assert len(PATHS) == len(MOTIONS) + 1
# Strength of the swings by motion: jumps, circle, shake, sway.
SWINGS = tuple(tuple(1. if MOTIONS[m - 1] == name and m else 0. for name in ("bouncing", "circling", "shaking", "swaying")) for m in range(len(MOTIONS) + 1))


def path(motion, phase):
    """(x, y, size, turn) since the anchor. @param motion ids, 0 = not said @param phase of motion's shape"""
    x, y, turns, grown, _ = torch.tensor(PATHS)[motion].unbind(-1)
    jump, circle, shake, sway = torch.tensor(SWINGS)[motion].unbind(-1)
    full = 2 * math.pi * phase
    x = x * phase + circle * .4 * torch.sin(full) + shake * .06 * torch.sin(9 * full)
    y = y * phase - jump * .55 * torch.sin(1.5 * full).abs() + circle * .35 * (1 - torch.cos(full))
    turn = turns * full + shake * .1 * torch.sin(7 * full) + sway * .5 * torch.sin(2 * full)
    return x, y, 1 + (grown - 1) * phase, turn


def anchors(caption, chance):
    """Where painted objects begin: [B,2,3] of x, y, side.

    @param caption ids [B,9] @param chance [B,4] in -1..1
    """
    motion, size = caption[:, (2, 6)], caption[:, (3, 7)]
    two = (caption[:, 5:6] > 0).to(chance.dtype)
    travel_x, travel_y, _, _, start = torch.tensor(PATHS)[motion].unbind(-1)
    side = torch.tensor(SIDES)[size] * start * (1 - .2 * two)
    apart = torch.tensor([[-.48, .48]]) * two
    jumps, circles = (torch.tensor(SWINGS)[motion][..., i] for i in (0, 1))
    low = .3 * jumps - .35 * circles
    still = (travel_x.abs() + travel_y.abs() == 0).to(chance.dtype)
    x = apart - travel_x / 2 + .1 * chance[:, :2] * still
    y = low - travel_y / 2 + .12 * chance[:, 2:] * (travel_y == 0).to(chance.dtype)
    return torch.stack([x, y, side], -1)


def tint(sprites, colour):
    """Dyes pictures: light and dark stay, the hue becomes the colour's. @param sprites [N,4,s,s] @param colour ids [N], 0 = leave"""
    table = torch.tensor([(0., 0., 0.)] + list(COLOURS.values()))
    wanted = table[colour].view(-1, 3, 1, 1)
    alpha = sprites[:, 3:]
    light = (sprites[:, :3] * torch.tensor([.3, .55, .15]).view(1, 3, 1, 1)).sum(1, keepdim=True) / alpha.clamp(min=1e-3)
    light = light.clamp(0, 1)
    dyed = torch.where(light < .6, wanted * (.4 + light), wanted + (1 - wanted) * (light - .6) / .4 * .85)
    share = (colour > 0).to(sprites.dtype).view(-1, 1, 1, 1) * .9
    return torch.cat([sprites[:, :3] * (1 - share) + dyed.clamp(0, 1) * alpha * share, alpha], 1)


def wrapped(position, half):
    """A position that comes in again on the other side after leaving the frame; half = half the object's size in half frames."""
    span = 2 * (1 + half)
    return position - span * torch.floor((position + 1 + half) / span)


class Mover(nn.Module):
    """One frame from layers."""

    def forward(self, sprites, background, anchor, motion, phase):
        """[B,3,H,W] in 0..1. @param sprites [B,2,4,s,s] @param background [B,3,H,W] @param anchor [B,2,3] @param motion ids [B,2] @param phase [B]"""
        frame = background
        ones = torch.ones_like(background[:1, :1])
        rows, columns = ones.cumsum(2), ones.cumsum(3)
        height, width = rows[:, :, -1:, -1:], columns[:, :, -1:, -1:]
        shorter = torch.minimum(height, width)
        y, x = rows - .5 - height / 2, columns - .5 - width / 2
        for k in range(2):
            dx, dy, grown, turn = (v.view(-1, 1, 1, 1) for v in path(motion[:, k], phase))
            from_x, from_y, from_side = (v.view(-1, 1, 1, 1) for v in anchor[:, k].unbind(-1))
            side = from_side * grown * shorter
            at_x = wrapped(from_x + dx, side / width) * width / 2
            at_y = wrapped(from_y + dy, side / height) * height / 2
            cos, sin = turn.cos() * 2 / side, turn.sin() * 2 / side
            u, v = cos * (x - at_x) + sin * (y - at_y), cos * (y - at_y) - sin * (x - at_x)
            drawn = F.grid_sample(sprites[:, k], torch.cat([u, v], 1).permute(0, 2, 3, 1), align_corners=False)
            frame = drawn[:, :3] + frame * (1 - drawn[:, 3:])
        return frame.clamp(0, 1)
