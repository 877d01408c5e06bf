"""The places behind Sprite's objects, drawn by rule from a few random numbers: what the scene painter learns from.

`python scenes.py sheet.png` draws some to look at. A scene is a function of its place, MOOD numbers in -1..1 (where the horizon runs, hues, where the
sun stands) and a grid of noise in 0..1 with one value for every CELL x CELL pixels (where clouds, stars, trees, windows and flowers are).
"""
import math

import torch

PLACES = ["sky", "grass", "sea", "night", "desert", "snow", "pink", "white", "forest", "city", "mountains", "beach", "underwater", "space", "sunset", "room",
          "garden", "road"]
FRAME_SIZES = ((512, 288), (288, 512))  # (height, width)
CELL, MOOD, NOISE = 16, 6, 2
# Where the ground begins (share of the height) and how hilly it is; ground at 1.2 is out of sight.
HORIZONS = {"sky": (1.2, 0.), "grass": (.66, .03), "sea": (.58, 0.), "night": (1.2, 0.), "desert": (.62, .04), "snow": (.62, .03), "pink": (1.2, 0.),
            "white": (1.2, 0.), "forest": (.7, .015), "city": (.82, 0.), "mountains": (.72, .03), "beach": (.74, .01), "underwater": (.88, .02),
            "space": (1.2, 0.), "sunset": (.66, 0.), "room": (.74, 0.), "garden": (.62, .02), "road": (.56, .01)}


def horizon(place, mood, u):
    """Height of the ground line over u = 0..1, as a share of the frame; torch operations only, because the graph holds it too.

    @param place numbers of places less 1 [B] @param mood [B,MOOD] @param u [1,1,1,W]
    """
    table = torch.tensor([HORIZONS[p] for p in PLACES])[place]
    base, hills = (table[:, i].view(-1, 1, 1, 1) for i in (0, 1))
    lift, first, second = (mood[:, i].view(-1, 1, 1, 1) for i in (0, 1, 2))
    waves = .6 * torch.sin(2 * math.pi * (1.3 * u + first)) + .4 * torch.sin(2 * math.pi * (2.9 * u + second))
    return base + .04 * lift + hills * waves


class Canvas:
    """One scene while it is drawn."""

    def __init__(self, place, mood, noise, size):
        self.height, self.width = size
        self.mood, self.noise = mood, noise
        self.v = (torch.arange(self.height).float().view(-1, 1) + .5) / self.height
        self.u = (torch.arange(self.width).float().view(1, -1) + .5) / self.width
        self.side = min(size)
        self.rgb = torch.zeros(3, *size)
        number = torch.tensor([PLACES.index(place)])
        self.line = horizon(number, mood[None], self.u.view(1, 1, 1, -1)).view(1, -1)
        self.place = place

    def sky(self, top, bottom):
        a, b = (torch.tensor(c).view(3, 1, 1) for c in (top, bottom))
        share = (self.v / self.line.clamp(max=1.)).clamp(0, 1)
        self.rgb = a * (1 - share) + b * share

    def over(self, colour, cover):
        """Lays a colour on, cover 0..1 [H,W]."""
        colour = torch.tensor(colour).view(3, 1, 1) if not torch.is_tensor(colour) else colour
        self.rgb = self.rgb * (1 - cover) + colour * cover

    def ground(self, near, far, line=None, softness=1.5):
        line = self.line if line is None else line
        below = ((self.v - line) * self.height / softness + .5).clamp(0, 1)
        share = ((self.v - line) / (1.02 - line).clamp(min=.05)).clamp(0, 1)
        a, b = (torch.tensor(c).view(3, 1, 1) for c in (near, far))
        self.over(a * (1 - share) + b * share, below)

    def spots(self, colours, share, radius, where, squash=1., softness=1.2, grow=.5):
        """A spot in the middle of each cell whose first noise value is below `share`; the second picks its size and colour. Large ones overlap cells."""
        for row, column in (self.noise[0] < share).nonzero().tolist():
            y, x = (row + .5) * CELL, (column + .5) * CELL
            line = float(self.line[0, min(self.width - 1, int(x))]) * self.height
            if y >= self.height or x >= self.width or not where(y, line):
                continue
            size = float(self.noise[1, row, column])
            r = radius * (1 - grow + 2 * grow * size)
            reach = int(r * 1.6 * max(1., 1 / squash)) + 3
            top, left = max(0, int(y) - reach), max(0, int(x) - reach)
            ys = torch.arange(top, min(self.height, int(y) + reach)).float().view(-1, 1) + .5
            xs = torch.arange(left, min(self.width, int(x) + reach)).float().view(1, -1) + .5
            d = (((ys - y) / squash) ** 2 + (xs - x) ** 2).sqrt()
            cover = ((r - d) / softness + .5).clamp(0, 1)
            colour = torch.tensor(colours[int(size * 7919) % len(colours)]).view(3, 1, 1)
            part = self.rgb[:, top:top + len(ys), left:left + xs.shape[1]]
            part.copy_(part * (1 - cover) + colour * cover)

    def clouds(self, share=.025):
        self.spots([(1., 1., 1.), (.95, .97, 1.)], share, 24., lambda y, line: y < line - 40, squash=.5, softness=12., grow=.4)

    def columns(self):
        """Every other value of the first row of noise for a column two cells wide [1,W], and where in its column a pixel lies (-1..1)."""
        value = self.noise[1, 0, ::2].repeat_interleave(2 * CELL)[:self.width].view(1, -1)
        inside = ((torch.arange(self.width) % (2 * CELL)).float() + .5).view(1, -1) / CELL - 1
        return value, inside


def draw(place: str, mood, noise, size) -> torch.Tensor:
    """[3,H,W] in 0..1."""
    c = Canvas(place, mood, noise, size)
    hue = float(mood[3])
    day = ((.35 + .06 * hue, .62, .93), (.75, .9, 1.))
    grass = ((.42, .76, .36 + .05 * hue), (.24, .58, .21))
    below, above = (lambda y, line: y > line + 8), (lambda y, line: y < line - 8)
    if place == "sky":
        c.sky((.35, .62, .93), (.72, .88, 1.))
        c.clouds(.04)
    elif place == "grass":
        c.sky(*day)
        c.clouds()
        c.ground(*grass)
        c.spots([(.2, .5, .18), (.35, .66, .28)], .25, 3.5, below, squash=.6)
    elif place == "sea":
        c.sky((.72, .88, 1.), (.92, .97, 1.))
        c.clouds()
        c.ground((.14, .53, .82), (.05, .3, .6))
        c.spots([(.45, .74, .92), (.3, .62, .86)], .12, 9., below, squash=.16)
    elif place == "night":
        c.sky((.03, .03, .15), (.17, .13, .37 + .05 * hue))
        c.spots([(1., 1., .95), (.85, .9, 1.)], .09, 1.7, lambda y, line: True, softness=1.5)
    elif place == "desert":
        c.sky((.98, .8, .55 + .08 * hue), (1., .9, .7))
        c.ground((.9, .73, .46), (.8, .6, .34), line=c.line - .05 + .05 * torch.sin(2 * math.pi * (c.u * 1.1 + float(mood[4]))))
        c.ground((.88, .7, .42), (.75, .55, .3))
    elif place == "snow":
        c.sky((.58, .71, .85), (.76, .85, .93))
        c.ground((.95, .97, 1.), (.88, .92, .98))
        c.spots([(1., 1., 1.)], .1, 2.6, lambda y, line: True, softness=2.)
    elif place in ("pink", "white"):
        colour = (.98, .72, .82) if place == "pink" else (.95, .95, .95)
        c.sky(colour, colour)
        c.over((1., 1., 1.), .35 * torch.exp(-6 * ((c.u - .5 - .2 * hue) ** 2 + (c.v - .4) ** 2)))
    elif place == "forest":
        c.sky((.62, .82, .78), (.8, .92, .82))
        for scale, colour in ((.34, (.3, .55, .42)), (.22, (.13, .4, .26))):
            value, inside = c.columns()
            value = value if scale > .3 else 1 - value
            tip = c.line - scale * (.45 + .55 * value)
            share = ((c.v - tip) / (c.line - tip)).clamp(0, 1.2)
            c.over(colour, ((share - inside.abs()) * 8 + .5).clamp(0, 1) * ((c.v < c.line) & (share > 0)))
        c.ground((.3, .56, .25), (.16, .38, .15))
        c.spots([(.13, .34, .13), (.4, .62, .3)], .2, 4., below, squash=.6)
    elif place == "city":
        c.sky((.1, .13, .3), (.55, .4, .55 + .1 * hue))
        top = c.line - .12 - .42 * c.columns()[0]
        inside = ((c.v - top) * c.height + .5).clamp(0, 1) * (c.v < c.line)
        c.over((.13, .14, .24), inside)
        windows = c.noise[0] < .35
        for row, column in windows.nonzero().tolist():
            y, x = row * CELL + 4, column * CELL + 4
            if y + 8 < c.line[0, min(x, c.width - 1)] * c.height and x < c.width and y > top[0, min(x, c.width - 1)] * c.height:
                c.rgb[:, y:y + 8, x:x + 8] = torch.tensor((1., .85, .45)).view(3, 1, 1)
        c.ground((.27, .27, .32), (.16, .16, .2))
    elif place == "mountains":
        c.sky(*day)
        c.clouds(.015)
        wave = (c.u * 2.2 + float(mood[4])) % 1
        other = (c.u * 3.7 + float(mood[5])) % 1
        ridge = c.line - .08 - .3 * (1 - (2 * wave - 1).abs()) * .9 - .08 * (1 - (2 * other - 1).abs())
        inside = ((c.v - ridge) * c.height / 1.5 + .5).clamp(0, 1)
        c.over((.47, .5, .6), inside)
        c.over((.96, .97, 1.), inside * ((c.line - .3 - c.v + .02 * torch.sin(c.u * 60)) * c.height / 2 + .5).clamp(0, 1))
        c.ground(*grass)
    elif place == "beach":
        c.sky(*day)
        c.clouds()
        c.ground((.2, .68, .85), (.1, .5, .75), line=c.line * 0 + .5 + .02 * hue)
        c.ground((.97, .9, .7), (.9, .77, .52))
        c.spots([(.85, .7, .45), (1., .96, .85)], .12, 2.5, below)
    elif place == "underwater":
        c.sky((.2 + .06 * hue, .66, .82), (.03, .2, .42))
        c.ground((.72, .66, .45), (.5, .45, .3))
        c.spots([(.62, .88, .95), (.45, .78, .9)], .06, 5., above, softness=3.)
    elif place == "space":
        c.sky((.02, .02, .05), (.05, .02, .1))
        glow = torch.exp(-18 * (c.v - .5 - .25 * torch.sin(2 * math.pi * (c.u * .6 + float(mood[4])))) ** 2)
        c.over((.42, .16 + .1 * hue, .55), .55 * glow)
        c.spots([(1., 1., 1.), (.8, .85, 1.), (1., .9, .7)], .12, 1.6, lambda y, line: True, softness=1.5)
    elif place == "sunset":
        c.sky((.36, .2, .5), (1., .62 + .08 * hue, .3))
        d = (((c.v - c.line) * c.height) ** 2 + ((c.u - .5 - .3 * float(mood[4])) * c.width) ** 2).sqrt()
        c.over((1., .93, .6), ((.13 * c.side - d) / 2 + .5).clamp(0, 1))
        c.ground((.5, .25, .42), (.2, .1, .28))
        c.spots([(1., .7, .4), (.85, .5, .45)], .1, 9., below, squash=.14)
    elif place == "room":
        c.sky((.8 + .12 * hue, .82, .8 - .12 * hue), (.86 + .1 * hue, .87, .86 - .1 * hue))
        c.ground((.72, .52, .34), (.55, .37, .22))
        c.over((.97, .97, .95), ((.012 - (c.v - c.line + .012).abs()) * c.height + .5).clamp(0, 1))
    elif place == "garden":
        c.sky(*day)
        c.clouds(.02)
        c.ground(*grass)
        c.spots([(.95, .3, .35), (1., .85, .25), (.95, .95, .98), (.75, .4, .85)], .22, 5., below)
    elif place == "road":
        c.sky(*day)
        c.clouds()
        c.ground(*grass)
        top, bottom = .7, .94
        c.over((.36, .37, .4), ((c.v > top) & (c.v < bottom)).float().expand(c.height, c.width))
        dash = ((c.u * c.width + 60 * float(mood[4])) % 64 < 36) & ((c.v - (top + bottom) / 2).abs() < .008)
        c.over((.95, .93, .85), dash.float())
    return c.rgb.clamp(0, 1)


def chance(n: int, size, generator=None):
    """Mood [n,MOOD] and noise [n,NOISE,h,w] of n scenes."""
    rows, columns = -(-size[0] // CELL), -(-size[1] // CELL)
    return torch.rand(n, MOOD, generator=generator) * 2 - 1, torch.rand(n, NOISE, rows, columns, generator=generator)


def scenes(places, mood, noise, size) -> torch.Tensor:
    """[B,3,H,W]. @param places numbers less 1"""
    return torch.stack([draw(PLACES[p], m, n, size) for p, m, n in zip(places.tolist(), mood, noise)])


if __name__ == "__main__":
    import sys
    from PIL import Image
    torch.manual_seed(1)
    rows = []
    for size in FRAME_SIZES:
        places = torch.arange(len(PLACES))
        rows.append(scenes(places, *chance(len(PLACES), size), size))
    side = Image.new("RGB", (6 * 512 // 2, 6 * 288 // 2 * 1))
    portrait, landscape = rows
    whole = Image.new("RGB", (9 * 144, 2 * 256 + 3 * 144))
    for i, p in enumerate(portrait):
        whole.paste(Image.fromarray((p.permute(1, 2, 0) * 255).byte().numpy()).resize((144, 256)), ((i % 9) * 144, i // 9 * 256))
    for i, p in enumerate(landscape[:15]):
        whole.paste(Image.fromarray((p.permute(1, 2, 0) * 255).byte().numpy()).resize((256, 144)), ((i % 5) * 256, 512 + i // 5 * 144))
    whole.save(sys.argv[1])
