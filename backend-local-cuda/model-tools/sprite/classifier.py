"""The judge: a small network that names object, place and motion of a clip, trained apart from Sprite on renders from other seeds.

    python classifier.py RUN_DIR/judge.pt --minutes 6

It sees FRAMES frames spread evenly over a clip. Each frame is encoded alone; the object and the place are named from single frames, the motion from
the row of encodings. Noise is added in training so that it does not lean on details that only a clean render has. Its own accuracy on unseen renders
is the ceiling for what it can say about a model; `python classifier.py RUN_DIR/judge.pt --test` prints it.
"""
import argparse
import time
from pathlib import Path

import torch
import torch.nn as nn
import torch.nn.functional as F

from render import FRAME_SIZES, MOTIONS, OBJECTS, PLACES, Renderer

FRAMES = 6
TRAIN_SEED, TEST_SEED = 500_000, 600_000  # Sprite's own training counts up from 20,000.


class Judge(nn.Module):
    def __init__(self, width: int = 192):
        super().__init__()
        channels = (5, 24, 48, 96)
        self.layers = nn.ModuleList([nn.Sequential(nn.Conv2d(a, b, 3, 2, 1), nn.GroupNorm(8, b), nn.SiLU(), nn.Conv2d(b, b, 3, 1, 1), nn.GroupNorm(8, b), nn.SiLU())
                                     for a, b in zip(channels, channels[1:])])
        # Besides what is seen, where it is seen: the pooled products with x and y let the motion head follow an object.
        self.encode = nn.Linear(96 * 3, width)
        self.object, self.place = nn.Linear(width, len(OBJECTS)), nn.Linear(width, len(PLACES))
        self.motion_in, self.motion = nn.Linear(FRAMES * width, width), nn.Linear(width, len(MOTIONS))
        # How much each feature changes over time at each place: what tells a turning ball from a resting one.
        self.change = nn.Linear(96, width)

    def forward(self, frames):
        """[n, FRAMES, 3, H, W] -> scores: object [n, FRAMES, .], place [n, FRAMES, .], motion [n, .]."""
        n, times, _, height, width = frames.shape
        y = torch.linspace(-1, 1, height).view(1, 1, height, 1).expand(n * times, 1, height, width)
        x = torch.linspace(-1, 1, width).view(1, 1, 1, width).expand(n * times, 1, height, width)
        h = torch.cat([frames.reshape(n * times, 3, height, width), y, x], 1)
        for layer in self.layers:
            h = layer(h)
        y, x = (F.adaptive_avg_pool2d(p, h.shape[2:]) for p in (y, x))
        pooled = torch.cat([h.amax((2, 3)), (h * x).mean((2, 3)), (h * y).mean((2, 3))], 1)
        e = F.silu(self.encode(pooled)).view(n, times, -1)
        change = h.view(n, times, *h.shape[1:]).std(1).mean((2, 3)).add(1e-3).log() + 2
        return self.object(e), self.place(e), self.motion(F.silu(self.motion_in(e.flatten(1)) + self.change(change)))


def batch(renderer, n, size):
    return renderer.clips(torch.linspace(0, 1, FRAMES).expand(n, FRAMES), size)


def train(judge, minutes, seed, motion_only=False):
    torch.manual_seed(seed)
    renderer, optimiser = Renderer(seed), torch.optim.AdamW(judge.parameters(), 2e-3, weight_decay=.01)
    if motion_only:
        judge.requires_grad_(False)
        for part in (judge.motion_in, judge.motion, judge.change):
            part.requires_grad_(True)
    begun, step = time.time(), 0
    while (progress := (time.time() - begun) / 60 / minutes) < 1:
        optimiser.param_groups[0]["lr"] = 2e-3 * (1.02 - progress) * min(1, (step + 1) / 50)
        drawn = batch(renderer, 16, FRAME_SIZES[step % 2])
        frames = drawn.frames + torch.rand(16, 1, 1, 1, 1) ** 2 * .25 * torch.randn_like(drawn.frames)
        objects, places, motions = judge(frames)
        wanted = drawn.captions - 1
        loss = sum(F.cross_entropy(s.transpose(1, 2), wanted[:, i:i + 1].expand(-1, FRAMES)) for i, s in enumerate((objects, places)))
        loss = loss + F.cross_entropy(motions, wanted[:, 2])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        step += 1
        if step % 100 == 0:
            print(f"step {step} loss {loss.item():.4f}", flush=True)


@torch.no_grad()
def verdict(judge, frames):
    """Names for clips of any length [n, frames, 3, H, W]: object and place by the mean over the frames looked at; motion and its scores."""
    chosen = torch.linspace(0, frames.shape[1] - 1, FRAMES).round().long()
    objects, places, motions = judge(frames[:, chosen])
    return objects.softmax(-1).mean(1).argmax(-1), places.softmax(-1).mean(1).argmax(-1), motions.argmax(-1), motions


@torch.no_grad()
def ceiling(judge, clips=1000):
    """The judge's own accuracy on renders nobody was trained on."""
    renderer, right, sides = Renderer(TEST_SEED), torch.zeros(3), [0, 0]
    for i in range(clips // 50):
        drawn = batch(renderer, 50, FRAME_SIZES[i % 2])
        *named, scores = verdict(judge, drawn.frames)
        wanted = drawn.captions - 1
        right += torch.stack([(a == wanted[:, slot]).sum() for slot, a in enumerate(named)])
        sideways = (wanted[:, 2] == 1) | (wanted[:, 2] == 2)
        sides[0] += int(((scores[:, 2] > scores[:, 1]) == (wanted[:, 2] == 2))[sideways].sum())
        sides[1] += int(sideways.sum())
    return {"object": (right[0] / clips).item(), "place": (right[1] / clips).item(), "motion": (right[2] / clips).item(), "left_right": sides[0] / sides[1]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--minutes", type=float, default=6)
    parser.add_argument("--seed", type=int, default=TRAIN_SEED)
    parser.add_argument("--motion-only", action="store_true", help="go on from the file, training the motion head alone")
    parser.add_argument("--test", action="store_true")
    options = parser.parse_args()
    judge = Judge()
    if options.test or options.motion_only:
        judge.load_state_dict(torch.load(options.file))
    if not options.test:
        train(judge, options.minutes, options.seed, options.motion_only)
        torch.save(judge.state_dict(), options.file)
    print("on 1000 unseen renders:", {k: round(v, 3) for k, v in ceiling(judge.eval()).items()})


if __name__ == "__main__":
    main()
