"""What Sprite's objects look like: Noto Emoji's vector pictures (Apache License 2.0), drawn at the size the network learns.

    npm pack @iconify-json/noto@1.2.9 && tar xzf iconify-json-noto-1.2.9.tgz          # the pictures, as package/icons.json
    python pictures.py atlas.npy --sheet objects.png                                 # SPRITE_ICONS=package/icons.json

`objects.txt` lists the objects. The atlas is uint8 [objects, 4, SIDE, SIDE]: red, green, blue (already multiplied by alpha) and alpha.
"""
import io
import json
import os
from pathlib import Path

import numpy as np
from PIL import Image

ICONS = Path(os.environ.get("SPRITE_ICONS", "package/icons.json"))
SIDE = 192
MARGIN = 8  # Clear pixels on each side keep the edge soft when a picture is turned.


def objects() -> list[tuple[list[str], str]]:
    """(English words, picture) of every object; its id is its position + 1."""
    found = []
    for line in (Path(__file__).parent / "objects.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            words, picture = line.split(" = ")
            found.append((words.split(", "), picture))
    return found


OBJECTS = objects()
NAMES = [words[0] for words, _ in OBJECTS]


def svg(icons: dict, name: str) -> str:
    icon = icons["icons"].get(name) or icons["icons"][icons["aliases"][name]["parent"]]
    width, height = (icon.get(k, icons.get(k, 16)) for k in ("width", "height"))
    return f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 {width} {height}" width="512" height="512">{icon["body"]}</svg>'


def picture(icons: dict, name: str) -> np.ndarray:
    """One object, cropped to what is drawn and centred."""
    import resvg_py
    image = Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg(icons, name), width=512, height=512)))).convert("RGBA")
    image = image.crop(image.getchannel("A").getbbox())
    room = SIDE - 2 * MARGIN
    scale = room / max(image.size)
    premultiplied = np.asarray(image).astype(np.float32) / 255
    premultiplied[..., :3] *= premultiplied[..., 3:]
    size = tuple(max(1, round(s * scale)) for s in image.size)
    planes = np.stack([np.asarray(Image.fromarray(premultiplied[..., c]).resize(size, Image.LANCZOS)) for c in range(4)])
    square = np.zeros((4, SIDE, SIDE), np.float32)
    top, left = (SIDE - size[1]) // 2, (SIDE - size[0]) // 2
    square[:, top:top + size[1], left:left + size[0]] = planes
    return (np.minimum(square.clip(0, 1), square[3:].clip(0, 1)) * 255).round().astype(np.uint8)


def atlas() -> np.ndarray:
    icons = json.loads(ICONS.read_text())
    return np.stack([picture(icons, name) for _, name in OBJECTS])


def sheet(pictures: np.ndarray, columns: int = 25, side: int = 64) -> Image.Image:
    rows = -(-len(pictures) // columns)
    whole = Image.new("RGB", (columns * side, rows * side), (225, 225, 225))
    for i, p in enumerate(pictures):
        alpha = p[3:].astype(np.float32) / 255
        rgb = (p[:3] + 225 * (1 - alpha)).clip(0, 255).astype(np.uint8).transpose(1, 2, 0)
        whole.paste(Image.fromarray(rgb).resize((side, side), Image.LANCZOS), ((i % columns) * side, (i // columns) * side))
    return whole


if __name__ == "__main__":
    import argparse
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--sheet", type=Path)
    options = parser.parse_args()
    made = atlas()
    np.save(options.file, made)
    print(len(made), "objects,", made.nbytes, "bytes")
    if options.sheet:
        sheet(made).save(options.sheet)
