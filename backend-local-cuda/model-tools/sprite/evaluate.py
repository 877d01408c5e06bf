"""Measures the exported file: samples clips for 100 fixed text prompts with ONNX Runtime and lets the judge (classifier.py) name what it sees.

    python evaluate.py ../../models/sprite RUN_DIR/judge.pt                 the 100 prompts of the model card
    python evaluate.py ../../models/sprite RUN_DIR/judge.pt --set tuning    other prompts, for choosing steps, guidance and checkpoints
    python evaluate.py ../../models/sprite --sheet contact-sheet.png        a picture, no judging
    python evaluate.py ../../models/sprite --time                           seconds for one 4-second clip

The prompts of the card are drawn from a seed of their own and are not looked at while choosing anything.
"""
import argparse
import json
import random
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch

from export import session
from render import FRAME_SIZES, MOTIONS, OBJECTS, PLACES, SIZES, sheet
from vocabulary import read

SETS = {"card": 31_000, "tuning": 41_000}
PHRASES = {"sky": "in the sky", "grass": "on a meadow", "sea": "at the sea", "night": "under the stars", "desert": "in the desert", "snow": "in the snow",
           "pink": "on a pink background", "white": "on a white background",
           "still": "standing still", "left": "sliding to the left", "right": "moving to the right", "up": "rising", "down": "falling",
           "spinning": "spinning around", "growing": "getting bigger", "shrinking": "getting smaller"}
SHEET = ["a big cat slides to the right over a meadow", "a rocket takes off at night", "a large sailing boat moves to the left on the sea",
         "a slice of pizza spinning on a pink background", "a tiny robot growing on a white background", "a bus in the desert, standing still",
         "a small panda falling in the snow", "a tropical fish swims to the right", "a balloon rises", "a big butterfly on the beach, shrinking",
         "a house under the stars zooms in", "a football rolling, close-up, on the grass"]


class Sampler:
    """What the Java worker does, in Python: reads the package, draws frame after frame."""

    def __init__(self, folder: Path, threads: int = 2, **changes):
        self.manifest = json.loads((folder / "model.json").read_text())
        self.vocabulary = json.loads((folder / self.manifest["files"]["vocabulary"]["file"]).read_text())
        self.graph = session(folder / self.manifest["graphs"]["denoiser"]["file"], threads)
        self.rule = {**self.manifest["sampler"], **{k: v for k, v in changes.items() if v is not None}}

    def clip(self, caption, size, frames: int, seed: int) -> np.ndarray:
        """[frames, 3, H, W] in -1..1."""
        noise, done = np.random.default_rng(seed), []
        for k in range(frames):
            if k == 0:
                context, steps = np.zeros((6, *size), np.float32), self.rule["first_frame_steps"]
            else:
                context, steps = np.concatenate([done[max(k - 2, 0)], done[k - 1]]), self.rule["steps"]
            x = noise.standard_normal((1, 3, *size), np.float32)
            for i in range(steps):
                now, then = i / steps, (i + 1) / steps
                clean = self.graph.run(None, {"noisy": x, "time": np.float32([now]), "caption": np.int64([caption]), "context": context[None],
                                              "phase": np.float32([k / (frames - 1)]), "guidance": np.float32([self.rule["guidance"]])})[0]
                x = x + (clean - x) * np.float32((then - now) / max(1 - now, self.rule["time_floor"]))
            done.append(x[0].clip(-1, 1))
        return np.stack(done)


def prompts(name: str, count: int = 100):
    """(text, ids) with every motion equally often, the rest at random."""
    chance, made = random.Random(SETS[name]), []
    motions = (MOTIONS * (count // len(MOTIONS) + 1))[:count]
    chance.shuffle(motions)
    for motion in motions:
        thing, place, size = chance.choice(list(OBJECTS)), chance.choice(PLACES), chance.choice(SIZES)
        made.append((f"a {size} {thing} {PHRASES[motion]} {PHRASES[place]}", (thing, place, motion, size)))
    return made


def evaluate(sampler, judge_file, name, frames, count, threads):
    """Prints what was seen wrongly, then the shares of right answers; `threads` clips are drawn at a time."""
    from classifier import Judge, verdict
    judge = Judge()
    judge.load_state_dict(torch.load(judge_file))
    judge.eval()
    right, sides, wrong = {"object": 0, "place": 0, "motion": 0}, [], []
    asked = prompts(name)[:count]

    def draw(number):
        caption, unknown = read(asked[number][0], sampler.vocabulary)
        assert not unknown, (asked[number][0], unknown)
        return sampler.clip(caption, FRAME_SIZES[number % 2], frames, SETS[name] + number)

    clips = ThreadPoolExecutor(threads).map(draw, range(len(asked)))
    for number, ((text, (thing, place, motion, _)), clip) in enumerate(zip(asked, clips)):
        *named, scores = verdict(judge, torch.from_numpy(clip)[None])
        seen = dict(zip(right, (options[int(i)] for options, i in zip((list(OBJECTS), PLACES, MOTIONS), named))))
        for slot, wanted in (("object", thing), ("place", place), ("motion", motion)):
            right[slot] += seen[slot] == wanted
        if motion in ("left", "right"):
            sides.append((scores[0, MOTIONS.index("right")] > scores[0, MOTIONS.index("left")]).item() == (motion == "right"))
        if (seen["object"], seen["motion"]) != (thing, motion):
            wrong.append(f"{text}: seen {seen['object']}, {seen['motion']}")
        if number % 10 == 9:
            print(f"{number + 1} of {len(asked)}: {right}", flush=True)
    print("\n".join(wrong))
    print(json.dumps({"set": name, "prompts": len(asked), "frames": frames, "sampler": sampler.rule, **{k: v / len(asked) for k, v in right.items()},
                      "left_right": f"{sum(sides)}/{len(sides)}"}))


def contact_sheet(sampler, file: Path, frames: int = 32, columns: int = 7):
    """Two pictures in one: landscape clips on the left, portrait ones on the right, each row one prompt of SHEET."""
    from PIL import Image
    chosen, parts = np.linspace(0, frames - 1, columns).round().astype(int), []
    for half, size in enumerate((FRAME_SIZES[1], FRAME_SIZES[0])):
        texts = SHEET[:8] if half == 0 else SHEET[8:] + SHEET[:1]
        clips = [sampler.clip(read(t, sampler.vocabulary)[0], size, frames, 7 + i)[chosen] for i, t in enumerate(texts)]
        parts.append(sheet(torch.from_numpy(np.stack(clips)), 2))
    whole = Image.new("RGB", (sum(p.size[0] for p in parts) + 12, max(p.size[1] for p in parts)), "white")
    whole.paste(parts[0], (0, 0))
    whole.paste(parts[1], (parts[0].size[0] + 12, 0))
    whole.quantize(200, dither=Image.Dither.NONE).save(file, optimize=True)
    print(file, file.stat().st_size, "bytes; left:", SHEET[:8], "right:", SHEET[8:] + SHEET[:1])


def timing(sampler, frames: int = 32):
    sampler.clip([1, 2, 3, 2], FRAME_SIZES[0], 2, 0)
    spent = []
    for seed in range(3):
        begun = time.time()
        sampler.clip([1, 2, 3, 2], FRAME_SIZES[0], frames, seed)
        spent.append(time.time() - begun)
    print(f"{frames} frames in {sorted(spent)[1]:.2f} s (median of 3: {[round(s, 2) for s in spent]})")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("package", type=Path)
    parser.add_argument("judge", type=Path, nargs="?")
    parser.add_argument("--set", choices=SETS, default="card")
    parser.add_argument("--frames", type=int, default=32)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--sheet", type=Path)
    parser.add_argument("--time", action="store_true")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int)
    parser.add_argument("--first-frame-steps", type=int)
    parser.add_argument("--guidance", type=float)
    options = parser.parse_args()
    judging = not (options.sheet or options.time)
    sampler = Sampler(options.package, 1 if judging else options.threads, steps=options.steps, first_frame_steps=options.first_frame_steps, guidance=options.guidance)
    torch.set_num_threads(1)
    if options.sheet:
        contact_sheet(sampler, options.sheet)
    elif options.time:
        timing(sampler, options.frames)
    else:
        evaluate(sampler, options.judge, options.set, options.frames, options.count, options.threads)


if __name__ == "__main__":
    main()
