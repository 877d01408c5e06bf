"""Measures the exported package: draws clips for fixed text prompts with ONNX Runtime and lets the judge name what it sees.

    python evaluate.py ../../models/sprite RUN --atlas atlas.npy               the 100 prompts of the model card, over all objects, places and motions
    python evaluate.py ../../models/sprite RUN --atlas atlas.npy --set tuning  other prompts, for choosing
    python evaluate.py ../../models/sprite --first FILE.npz                   the 100 prompts of Sprite 1.0.0's card at 48x80, for that version's judge
    python evaluate.py ../../models/sprite --sheet contact-sheet.png           a picture, no judging
    python evaluate.py ../../models/sprite --lift lift.png --atlas atlas.npy   pictures taken apart and set in motion, no judging
    python evaluate.py ../../models/sprite --time                              seconds for one 4-second clip

The prompts of the card are drawn from a seed of their own and are not looked at while choosing anything.
"""
import argparse
import json
import random
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from export import CHANCE, LAYERS, MOOD, session
from mover import COLOURS, MOTIONS, SIZES
from pictures import NAMES
from render import Renderer, sheet
from scenes import CELL, FRAME_SIZES, NOISE, PLACES
from vocabulary import read

SETS = {"card": 31_000, "tuning": 41_000}
PHRASES = {"sky": "in the sky", "grass": "on a meadow", "sea": "at the sea", "night": "under the stars", "desert": "in the desert", "snow": "in the snow",
           "pink": "on a pink background", "white": "on a white background", "forest": "in the forest", "city": "in the city", "mountains": "in the mountains",
           "beach": "on the beach", "underwater": "under water", "space": "in outer space", "sunset": "at sunset", "room": "in a room", "garden": "in the garden",
           "road": "on the road", "still": "standing still", "left": "sliding to the left", "right": "moving to the right", "up": "rising", "down": "falling",
           "spinning": "spinning around", "growing": "getting bigger", "shrinking": "getting smaller", "bouncing": "jumping", "circling": "flying in circles",
           "shaking": "trembling", "swaying": "dancing"}
SHEET = ["a big cat slides right over the grass", "a rocket takes off in outer space", "a large sailing boat moves to the left on the sea at sunset",
         "a slice of pizza spinning on a pink background", "a tiny robot growing in a room", "a blue bus on the road, moving right",
         "a panda bouncing in the snow", "a shark under water swims to the left", "a dinosaur and a red balloon dancing in the city",
         "ein roter Drache fliegt im Wald nach links", "un petit chien saute sur la plage", "a butterfly flying in circles in a garden",
         "an owl at night, nodding", "a goat shaking in the mountains", "a purple car and a bicycle moving right on the road", "un gato blanco gira en el desierto"]
# What Sprite 1.0.0 knew, in its order, and the words its prompts used.
FIRST_PLACES, FIRST_MOTIONS, FIRST_OBJECTS = PLACES[:8], MOTIONS[:8], NAMES[:24]


class Sampler:
    """What the Java worker does, in Python: reads the package, draws layers, moves them."""

    def __init__(self, folder: Path, threads: int = 2):
        self.manifest = json.loads((folder / "model.json").read_text())
        self.vocabulary = json.loads((folder / self.manifest["files"]["vocabulary"]["file"]).read_text())
        self.graphs = {role: session(folder / graph["file"], threads) for role, graph in self.manifest["graphs"].items()}

    def layers(self, caption, size, seed: int) -> dict:
        chance = np.random.default_rng(seed)
        dice = chance.uniform(-1, 1, (1, CHANCE + MOOD)).astype(np.float32)
        noise = chance.uniform(0, 1, (1, NOISE, size[0] // CELL, size[1] // CELL)).astype(np.float32)
        return dict(zip(LAYERS, self.graphs["painter"].run(None, {"caption": np.int64([caption]), "dice": dice, "noise": noise})))

    def lifted(self, picture, caption) -> dict:
        return dict(zip(LAYERS, self.graphs["lifter"].run(None, {"picture": picture[None], "caption": np.int64([caption])})))

    def frames(self, layers, phases) -> np.ndarray:
        """uint8 [frames, H, W, 3]."""
        return np.stack([self.graphs["mover"].run(None, {**layers, "phase": np.float32([p])})[0][0] for p in phases])

    def clip(self, caption, size, frames: int, seed: int) -> np.ndarray:
        return self.frames(self.layers(caption, size, seed), np.linspace(0, 1, frames))


def planes(frames) -> torch.Tensor:
    return torch.from_numpy(frames).permute(0, 3, 1, 2).float() / 255


def prompts(name: str, count: int = 100):
    """(text, ids) with every motion equally often, the rest at random; a third with a colour."""
    chance, made = random.Random(SETS[name]), []
    motions = (MOTIONS * (count // len(MOTIONS) + 1))[:count]
    chance.shuffle(motions)
    for number, motion in enumerate(motions):
        thing, place, size = chance.choice(NAMES), chance.choice(PLACES), chance.choice(SIZES)
        colour = chance.choice(list(COLOURS)) if number % 3 == 0 else None
        made.append((f"a {size} {colour + ' ' if colour else ''}{thing} {PHRASES[motion]} {PHRASES[place]}", (thing, place, motion, colour)))
    return made


def evaluate(sampler, run, atlas, name, frames, count):
    """Prints what was seen wrongly, then the shares of right answers. The object is asked for only where it has its own colours."""
    from judge import Matcher, load
    judge, matcher = load(run), Matcher(atlas)
    right, asked, wrong = dict.fromkeys(("object", "place", "motion", "colour"), 0), dict.fromkeys(("object", "place", "motion", "colour"), 0), []
    for number, (text, (thing, place, motion, colour)) in enumerate(prompts(name)[:count]):
        caption, unknown = read(text, sampler.vocabulary)
        assert not unknown, (text, unknown)
        layers = sampler.layers(caption, FRAME_SIZES[number % 2], SETS[name] + number)
        clip = planes(sampler.frames(layers, np.linspace(0, 1, frames)))
        named, _ = judge.verdict(clip[None], torch.from_numpy(layers["anchor"][:, 0]), matcher)
        seen = {"object": NAMES[int(named[0]) - 1], "place": PLACES[int(named[1]) - 1], "motion": MOTIONS[int(named[3]) - 1],
                "colour": ([None] + list(COLOURS))[int(named[2])]}
        for slot, wanted in (("object", thing), ("place", place), ("motion", motion), ("colour", colour)):
            if slot == "object" and colour:
                continue
            asked[slot] += 1
            right[slot] += seen[slot] == wanted
            if seen[slot] != wanted:
                wrong.append(f"{text}: seen {slot} {seen[slot]}")
    print("\n".join(wrong))
    print(json.dumps({"set": name, "prompts": count, "frames": frames, **{k: f"{right[k]} of {asked[k]}" for k in right}}))


def first_prompts(count: int = 100):
    """The prompts of Sprite 1.0.0's card, drawn as its evaluation drew them."""
    chance, made = random.Random(31_000), []
    motions = (FIRST_MOTIONS * (count // len(FIRST_MOTIONS) + 1))[:count]
    chance.shuffle(motions)
    for motion in motions:
        thing, place, size = chance.choice(FIRST_OBJECTS), chance.choice(FIRST_PLACES), chance.choice(SIZES)
        made.append((f"a {size} {thing} {PHRASES[motion]} {PHRASES[place]}", (thing, place, motion)))
    return made


def first_frames(sampler, file: Path, count: int):
    """Six frames of each clip, spread evenly, shrunk to 48x80 or 80x48, in -1..1: what Sprite 1.0.0's judge looks at."""
    shown, told = {}, []
    for number, (text, wanted) in enumerate(first_prompts(count)):
        caption, unknown = read(text, sampler.vocabulary)
        assert not unknown, (text, unknown)
        portrait = number % 2 == 0
        clip = planes(sampler.clip(caption, FRAME_SIZES[number % 2], 6, 31_000 + number))
        # As the encoder would for a 3:5 picture: cover, then crop.
        small = F.interpolate(clip, (86, 48) if portrait else (48, 86), mode="area")
        small = small[:, :, 3:83] if portrait else small[..., 3:83]
        shown[str(number)] = (small * 2 - 1).numpy()
        told.append([text, *wanted])
    np.savez_compressed(file, prompts=json.dumps(told), **shown)
    print(file, len(told), "clips")


def contact_sheet(sampler, file: Path, columns: int = 6):
    """Landscape clips on the left, portrait ones on the right, each row one prompt of SHEET."""
    from PIL import Image
    parts = []
    for half, size in enumerate((FRAME_SIZES[1], FRAME_SIZES[0])):
        texts = SHEET[:10] if half == 0 else SHEET[10:]
        clips = [planes(sampler.clip(read(t, sampler.vocabulary)[0], size, columns, 7 + i)) for i, t in enumerate(texts)]
        small = [F.interpolate(c, (81, 144) if half == 0 else (144, 81), mode="area") for c in clips]
        parts.append(sheet(torch.stack(small)))
    whole = Image.new("RGB", (sum(p.size[0] for p in parts) + 12, max(p.size[1] for p in parts)), "white")
    whole.paste(parts[0], (0, 0))
    whole.paste(parts[1], (parts[0].size[0] + 12, 0))
    whole.quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)
    print(file, file.stat().st_size, "bytes; left:", SHEET[:10], "right:", SHEET[10:])


def lift_sheet(sampler, atlas, file: Path, columns: int = 6):
    """Frames drawn by rule, lifted and moved on to the right, spinning, growing: first the picture itself."""
    drawn = Renderer(atlas, 700_000, 1, 192).clips(torch.full((4, 1), .3), FRAME_SIZES[1])
    rows = []
    for frame, motion in zip(drawn.frames[:, 0], (3, 6, 7, 9)):
        picture = (frame.permute(1, 2, 0) * 255).round().byte().numpy()
        layers = sampler.lifted(picture, [0, 0, motion] + [0] * 6)
        moved = sampler.frames(layers, np.linspace(0, 1, columns))
        rows.append(torch.cat([planes(picture[None]), torch.from_numpy(layers["background"]).clamp(0, 1), planes(moved)]))
    sheet(F.interpolate(torch.cat(rows), (144, 256), mode="area").view(4, columns + 2, 3, 144, 256)).save(file)


def timing(sampler, frames: int):
    caption = read("a big cat slides right over the grass", sampler.vocabulary)[0]
    sampler.clip(caption, FRAME_SIZES[0], 2, 0)
    spent = []
    for seed in range(3):
        begun = time.time()
        sampler.clip(caption, FRAME_SIZES[0], frames, seed)
        spent.append(time.time() - begun)
    print(f"{frames} frames in {sorted(spent)[1]:.2f} s (median of 3: {[round(s, 2) for s in spent]})")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("package", type=Path)
    parser.add_argument("run", type=Path, nargs="?")
    parser.add_argument("--atlas", type=Path)
    parser.add_argument("--set", choices=SETS, default="card")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--sheet", type=Path)
    parser.add_argument("--lift", type=Path)
    parser.add_argument("--first", type=Path, metavar="FILE", help="write frames for Sprite 1.0.0's judge")
    parser.add_argument("--time", action="store_true")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    sampler = Sampler(options.package, options.threads)
    torch.set_num_threads(1)
    if options.sheet:
        contact_sheet(sampler, options.sheet)
    elif options.lift:
        lift_sheet(sampler, options.atlas, options.lift)
    elif options.first:
        first_frames(sampler, options.first, options.count)
    elif options.time:
        timing(sampler, 4 * sampler.manifest["frames_per_second"])
    else:
        evaluate(sampler, options.run, options.atlas, options.set, 48, options.count)


if __name__ == "__main__":
    main()
