"""Training data for Sprite: captioned clips of one colour emoji moving over one background, drawn on the fly.

Nothing is stored: `clips()` draws as many frames as asked, at random, with its own random generator, so that a seed reproduces a set and
training, classifier and evaluation never share one. The pictures come from Noto Color Emoji (SIL Open Font License 1.1).

Coordinates are pixels, x to the right, y down, the origin in the middle of the frame. A frame is float32 [3, height, width] in -1..1.
"""
import math
import os
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageDraw, ImageFont

FONT = os.environ.get("SPRITE_FONT", "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf")

# Chosen to be told apart at 24 pixels; the order is part of the model (object id = position + 1), so only ever append.
OBJECTS = {
    "cat": "🐱", "dog": "🐶", "panda": "🐼", "pig": "🐷", "frog": "🐸", "butterfly": "🦋", "fish": "🐠", "apple": "🍎",
    "banana": "🍌", "pizza": "🍕", "car": "🚗", "bus": "🚌", "rocket": "🚀", "airplane": "✈️", "boat": "⛵", "ball": "⚽",
    "balloon": "🎈", "star": "⭐", "sun": "🌞", "heart": "❤️", "flower": "🌻", "tree": "🌳", "robot": "🤖", "house": "🏠",
}
PLACES = ["sky", "grass", "sea", "night", "desert", "snow", "pink", "white"]
MOTIONS = ["still", "left", "right", "up", "down", "spinning", "growing", "shrinking"]
SIZES = ["small", "big"]
SLOTS = {"object": list(OBJECTS), "place": PLACES, "motion": MOTIONS, "size": SIZES}

ATLAS = 48  # Side of a stored sprite. Near the drawn size on purpose: bilinear sampling of a much larger one would alias.
TRAVEL = 0.55  # A moving object goes from -TRAVEL to +TRAVEL of the half frame, so most of it is in view at both ends.
# Drawn side in pixels by size id (0 = not said) and, by motion id, the path of an object over a clip: x and y run from -value to +value of the half
# frame, side is multiplied by start + change * phase, turns are whole turns. The network holds the same two tables (see network.py).
SIDES = (38., 24., 38.)
PATHS = (  # x, y, start, change, turns
    (0., 0., 1., 0., 0.), (0., 0., 1., 0., 0.), (-TRAVEL, 0., 1., 0., 0.), (TRAVEL, 0., 1., 0., 0.), (0., -TRAVEL, 1., 0., 0.),
    (0., TRAVEL, 1., 0., 0.), (0., 0., 1., 0., 1.), (0., 0., .6, .65, 0.), (0., 0., 1.25, -.65, 0.))
FRAME_SIZES = ((80, 48), (48, 80))  # (height, width): portrait, landscape
FRAME_COUNTS = (32, 64, 96)  # 4, 8 and 12 seconds at 8 frames per second


def _picture(character: str, font: ImageFont.FreeTypeFont) -> np.ndarray:
    """One emoji, cropped, centred in a square, RGBA 0..1 with colour already multiplied by alpha."""
    image = Image.new("RGBA", (160, 160), (0, 0, 0, 0))
    ImageDraw.Draw(image).text((8, 8), character, font=font, embedded_color=True)
    image = image.crop(image.getbbox())
    side = max(image.size) + 8  # A clear margin keeps the edge soft when the sprite is turned.
    square = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    square.paste(image, ((side - image.size[0]) // 2, (side - image.size[1]) // 2))
    pixels = np.asarray(square).astype(np.float32) / 255
    pixels[..., :3] *= pixels[..., 3:]
    planes = [Image.fromarray(pixels[..., c]).resize((ATLAS, ATLAS), Image.LANCZOS) for c in range(4)]
    return np.clip(np.stack([np.asarray(p) for p in planes]), 0, 1)


def atlas() -> torch.Tensor:
    """All objects as [objects, 4, ATLAS, ATLAS]."""
    font = ImageFont.truetype(FONT, 109)  # The only size the font holds bitmaps for.
    return torch.tensor(np.stack([_picture(c, font) for c in OBJECTS.values()]))


def backgrounds(height: int, width: int) -> torch.Tensor:
    """All places as [places, 3, height, width] in 0..1; drawn by rule, the same in every clip."""
    y = torch.linspace(0, 1, height).view(1, height, 1)

    def blend(top, bottom):
        a, b = (torch.tensor(c).view(3, 1, 1) for c in (top, bottom))
        return (a * (1 - y) + b * y).expand(3, height, width).clone()

    def horizon(sky, ground, at):
        picture = blend(*sky)
        line = round(height * at)
        picture[:, line:] = blend(*ground)[:, line:]
        return picture

    night = blend((.04, .04, .18), (.16, .12, .36))
    stars = torch.Generator().manual_seed(3)
    for _ in range(18):
        row, column = (int(torch.randint(0, n, (1,), generator=stars)) for n in (height, width))
        night[:, row, column] = .9
    drawn = {
        "sky": blend((.35, .62, .93), (.72, .88, 1.)),
        "grass": horizon(((.55, .8, 1.), (.75, .9, 1.)), ((.4, .75, .35), (.25, .6, .22)), .66),
        "sea": horizon(((.75, .9, 1.), (.9, .96, 1.)), ((.12, .5, .8), (.05, .3, .6)), .58),
        "night": night,
        "desert": horizon(((.98, .8, .55), (1., .9, .7)), ((.88, .7, .42), (.75, .55, .3)), .62),
        "snow": horizon(((.6, .72, .85), (.75, .84, .92)), ((.95, .97, 1.), (.88, .92, .98)), .62),
        "pink": blend((.98, .72, .82), (.98, .72, .82)),
        "white": blend((.95, .95, .95), (.95, .95, .95)),
    }
    return torch.stack([drawn[p] for p in PLACES])


def pose(motion, size, phase, paths, sides):
    """Where the object is: (x, y in half frames, side in pixels, turn in radians); motion and size ids and phase have one shape."""
    x, y, start, change, turns = paths[motion].unbind(-1)
    along = 2 * phase - 1
    return x * along, y * along, sides[size] * (start + change * phase), turns * phase * (2 * math.pi)


@dataclass
class Clips:
    """Frames [clips, times, 3, H, W] in -1..1 and their captions [clips, 4]."""
    frames: torch.Tensor
    captions: torch.Tensor


class Renderer:
    """Draws clips. Random choices come from `seed` alone."""

    def __init__(self, seed: int):
        self.random = torch.Generator().manual_seed(seed)
        self.atlas = atlas()
        self.places = {size: backgrounds(*size) for size in FRAME_SIZES}

    def captions(self, n: int, motion_weights=None) -> torch.Tensor:
        """[n, 4] ids drawn evenly per slot, or the motions by weight."""
        captions = torch.stack([torch.randint(1, len(w) + 1, (n,), generator=self.random) for w in SLOTS.values()], 1)
        if motion_weights is not None:
            captions[:, 2] = torch.multinomial(torch.tensor(motion_weights), n, replacement=True, generator=self.random) + 1
        return captions

    def clips(self, phase: torch.Tensor, size, captions: torch.Tensor | None = None) -> Clips:
        """Draws the frames at `phase` [clips, times] (0 = first, 1 = last of the clip) of clips with random or given captions.

        A motion or size that is not said (0) is drawn as still and big; object and place must be said.
        """
        n, times = phase.shape
        captions = self.captions(n) if captions is None else captions
        motions, sizes = (captions[:, slot].view(n, 1).expand(n, times) for slot in (2, 3))
        x, y, side, turn = pose(motions, sizes, phase, torch.tensor(PATHS), torch.tensor(SIDES))
        frames = self._draw(captions[:, 0] - 1, captions[:, 1] - 1, size, x * size[1] / 2, y * size[0] / 2, side, turn)
        return Clips(frames, captions)

    def _draw(self, objects, places, size, x, y, side, turn):
        n, times = x.shape
        height, width = size
        # affine_grid maps output coordinates (-1..1 over the frame) to atlas coordinates (-1..1 over the sprite).
        cos, sin = turn.cos() / side, turn.sin() / side
        rows = [torch.stack([cos * width, sin * height, -2 * (cos * x + sin * y)], -1),
                torch.stack([-sin * width, cos * height, 2 * (sin * x - cos * y)], -1)]
        affine = torch.stack(rows, -2).reshape(n * times, 2, 3)
        grid = F.affine_grid(affine, (n * times, 4, height, width), align_corners=False)
        sprites = self.atlas[objects].unsqueeze(1).expand(n, times, 4, ATLAS, ATLAS).reshape(n * times, 4, ATLAS, ATLAS)
        sprites = F.grid_sample(sprites, grid, align_corners=False).view(n, times, 4, height, width)
        ground = self.places[size][places].unsqueeze(1)
        return (sprites[:, :, :3] + ground * (1 - sprites[:, :, 3:])) * 2 - 1


def sheet(frames: torch.Tensor, scale: int = 2) -> Image.Image:
    """Frames [rows, columns, 3, H, W] as one picture, for looking at."""
    rows, columns, _, height, width = frames.shape
    padded = F.pad(frames, (0, 2, 0, 2), value=1.)
    pixels = ((padded.clamp(-1, 1) + 1) * 127.5).round().byte().permute(0, 3, 1, 4, 2)
    image = Image.fromarray(pixels.reshape(rows * (height + 2), columns * (width + 2), 3).numpy())
    return image.resize((image.size[0] * scale, image.size[1] * scale), Image.NEAREST)


if __name__ == "__main__":
    import sys
    renderer = Renderer(0)
    for frame_size in FRAME_SIZES:
        asked = renderer.captions(12)
        asked[:8, 2] = torch.arange(1, 9)
        drawn = renderer.clips(torch.linspace(0, 1, 8).expand(12, 8), frame_size, asked)
        sheet(drawn.frames).save(f"{sys.argv[1]}/render-{frame_size[1]}x{frame_size[0]}.png")
    everything = torch.ones(len(OBJECTS), 4, dtype=torch.long)
    everything[:, 0], everything[:, 1], everything[:, 3] = torch.arange(1, len(OBJECTS) + 1), 8, 2
    every = renderer.clips(torch.zeros(len(OBJECTS), 1), FRAME_SIZES[1], everything).frames
    sheet(every.reshape(-1, 8, *every.shape[2:])).save(f"{sys.argv[1]}/render-objects.png")
