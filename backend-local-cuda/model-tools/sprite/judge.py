"""The judge: names what it sees in a clip. It knows the pictures and the rules, not Sprite.

    python judge.py RUN --atlas atlas.npy --minutes 8
    python judge.py RUN --atlas atlas.npy --test

The object is named by comparison: the first frame is cut out where the object must be, and of all pictures, laid over the colour around it at SHIFTS places
and GROWN sizes, the nearest one is named. Place, colour and motion are named by two small networks trained on clips drawn by rule from other seeds: the looker sees single frames, the watcher FRAMES frames
spread evenly over a clip. They see a little noise in training, so that they do not lean on details that only a clean drawing has. The judge's own accuracy
on unseen drawings is the ceiling for what it can say about a model.
"""
import argparse
import math
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from mover import COLOURS, MOTIONS
from render import Renderer
from scenes import FRAME_SIZES, PLACES
from train import optimisers

FRAMES = 8
CROP, SHIFTS, GROWN = 32, (-.06, 0., .06), (.95, 1., 1.05)
TRAIN_SEED, TEST_SEED = 500_000, 600_000  # Sprite's own lessons stay below 40,000.


def tower(channels):
    return nn.ModuleList([nn.Sequential(nn.Conv2d(a, b, 3, 2, 1), nn.GroupNorm(8, b), nn.SiLU()) for a, b in zip(channels, channels[1:])])


def pooled(h):
    """What is seen, and where: the strongest answer of every feature, and its mean weighed by x and by y."""
    ones = torch.ones_like(h[:, :1])
    y, x = (ones.cumsum(d) / h.shape[d] * 2 - 1 for d in (2, 3))
    return torch.cat([h.amax((2, 3)), h.mean((2, 3)), (h * x).mean((2, 3)), (h * y).mean((2, 3))], 1)


class Matcher:
    """Names objects by the smallest mean squared difference."""

    def __init__(self, atlas):
        pictures = F.interpolate(torch.from_numpy(np.load(atlas)).float() / 255, (CROP, CROP), mode="area")
        self.colour, self.bare = pictures[:, :3].flatten(1), 1 - pictures[:, 3:].expand(-1, 3, -1, -1).flatten(1)

    @torch.no_grad()
    def name(self, frames, anchors):
        """Ids of the objects of frames [n,3,H,W] that stand upright at anchors [n,3] (x, y in half frames, side in shares of the shorter side)."""
        named = []
        steps = (torch.arange(CROP) + .5) / CROP * 2 - 1
        for frame, (x, y, side) in zip(frames, anchors.tolist()):
            best, who = math.inf, 0
            height, width = frame.shape[1:]
            for grown in GROWN:
                for shift_x in SHIFTS:
                    for shift_y in SHIFTS:
                        reach = side * grown * min(height, width) / 2
                        u, v = x + (steps * reach + shift_x * reach) * 2 / width, y + (steps * reach + shift_y * reach) * 2 / height
                        grid = torch.stack([u.view(1, -1).expand(CROP, -1), v.view(-1, 1).expand(-1, CROP)], -1)
                        seen = F.grid_sample(frame[None], grid[None], padding_mode="border", align_corners=False)[0]
                        # The ground row by row, from the two sides of the cut: a horizon is no part of the object.
                        ground = ((seen[:, :, :2].mean(2) + seen[:, :, -2:].mean(2)) / 2).unsqueeze(2).expand_as(seen).flatten()
                        difference = ((self.colour + self.bare * ground - seen.flatten()) ** 2).mean(1)
                        least, which = difference.min(0)
                        if least < best:
                            best, who = least, int(which) + 1
            named.append(who)
        return torch.tensor(named)


class Looker(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = tower((3, 32, 64, 96))
        self.leave = nn.Linear(4 * 96, len(PLACES) + len(COLOURS) + 1)

    def forward(self, frames):
        """[n,3,H,W] -> scores of place, colour (0 = as it is)."""
        h = frames - .5
        for layer in self.layers:
            h = layer(h)
        return self.leave(pooled(h)).split([len(PLACES), len(COLOURS) + 1], 1)


class Watcher(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = tower((3 * FRAMES, 64, 96, 128))
        self.leave = nn.Sequential(nn.Linear(4 * 128, 192), nn.SiLU(), nn.Linear(192, len(MOTIONS)))

    def forward(self, frames):
        """[n,FRAMES,3,H,W] -> scores of motions."""
        h = (frames - frames.mean(1, keepdim=True)).flatten(1, 2) * 2
        for layer in self.layers:
            h = layer(h)
        return self.leave(pooled(h))


class Judge(nn.Module):
    def __init__(self):
        super().__init__()
        self.looker, self.watcher = Looker(), Watcher()

    @torch.no_grad()
    def verdict(self, clips, anchors, matcher):
        """Ids of object, place, colour, motion of clips [n,frames,3,H,W] of any length and size, and the scores of the motions."""
        n, frames, _, height, width = clips.shape
        small = (64, 36) if height > width else (36, 64)
        chosen = clips[:, torch.linspace(0, frames - 1, FRAMES).round().long()]
        seen = F.interpolate(chosen.flatten(0, 1), small, mode="area").view(n, FRAMES, 3, *small)
        sums = [s.view(n, FRAMES, -1).log_softmax(-1).mean(1) for s in self.looker(seen.flatten(0, 1))]
        motion = self.watcher(seen)
        return [matcher.name(clips[:, 0], anchors), sums[0].argmax(-1) + 1, sums[1].argmax(-1), motion.argmax(-1) + 1], motion


def noisy(frames):
    """What a model may do to a drawing: a little softness, a little noise."""
    flat = frames.flatten(0, -4)
    share = torch.rand(len(flat), 1, 1, 1)
    flat = flat * (1 - share) + F.avg_pool2d(flat, 3, 1, 1) * share
    return (flat + torch.rand(len(flat), 1, 1, 1) ** 2 * .15 * torch.randn_like(flat)).clamp(0, 1).view(frames.shape)


def train(judge, atlas, minutes):
    torch.manual_seed(TRAIN_SEED)
    renderer = Renderer(atlas, TRAIN_SEED, 8, side=48, pool=6)
    chosen, begun, step, right = optimisers(judge, 2e-3), time.time(), 0, torch.zeros(3)
    while (progress := (time.time() - begun) / 60 / minutes) < 1:
        drawn = renderer.clips(torch.linspace(0, 1, FRAMES).expand(32, FRAMES), FRAME_SIZES[step % 2], renderer.captions(32, two=0))
        rows, told = noisy(drawn.frames), drawn.captions
        places, colours = judge.looker(rows[:, step % FRAMES])
        motions = judge.watcher(rows)
        answers = ((places, told[:, 1] - 1), (colours, told[:, 4]), (motions, told[:, 2] - 1))
        loss = sum(F.cross_entropy(scores, wanted) for scores, wanted in answers)
        for optimiser, peak in chosen:
            optimiser.zero_grad()
            for group in optimiser.param_groups:
                group["lr"] = peak * (1.02 - progress) * min(1, (step + 1) / 30)
        loss.backward()
        for optimiser, _ in chosen:
            optimiser.step()
        step += 1
        right = .95 * right + .05 * torch.stack([(scores.argmax(1) == wanted).float().mean() for scores, wanted in answers])
        if step % 50 == 0:
            print(f"{time.strftime('%H:%M:%S')} step {step} loss {loss.item():.3f} place, colour, motion {[round(r, 2) for r in right.tolist()]}", flush=True)


def ceiling(judge, atlas, clips=200):
    """The judge's own accuracy on drawings nobody was trained on."""
    renderer, right, matcher = Renderer(atlas, TEST_SEED, 4, pool=4), torch.zeros(4), Matcher(atlas)
    for i in range(clips // 20):
        told = renderer.captions(20, two=0)
        told[::2, 4] = 0
        drawn = renderer.clips(torch.linspace(0, 1, FRAMES).expand(20, FRAMES), FRAME_SIZES[i % 2], told)
        named, _ = judge.verdict(drawn.frames, drawn.anchors[:, 0], matcher)
        right += torch.stack([(a == drawn.captions[:, slot]).sum() for a, slot in zip(named, (0, 1, 4, 2))])
    return dict(zip(("object", "place", "colour", "motion"), (right / clips).tolist()))


def load(folder: Path) -> Judge:
    judge = Judge()
    judge.load_state_dict(torch.load(folder / "judge.pt"))
    return judge.eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("run", type=Path)
    parser.add_argument("--atlas", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=8)
    parser.add_argument("--test", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(1)
    if not options.test:
        judge = Judge()
        train(judge, options.atlas, options.minutes)
        torch.save(judge.state_dict(), options.run / "judge.pt")
    print("on 200 unseen drawings:", {k: round(v, 3) for k, v in ceiling(load(options.run), options.atlas).items()})


if __name__ == "__main__":
    main()
