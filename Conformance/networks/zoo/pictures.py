"""Pictures as inputs: pages and lines of text in the font that Pillow brings along."""

import numpy as np
from PIL import Image, ImageDraw, ImageFont

IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
CENTRED = ((0.5, 0.5, 0.5), (0.5, 0.5, 0.5))
_LINES = ("Swift ONNX 2026", "reference runtime", "tensor 42.195 km", "Invoice No. 77310")


def page(size: int = 320) -> Image.Image:
    picture = Image.new("RGB", (320, 320), (250, 248, 240))
    draw = ImageDraw.Draw(picture)
    for number, text in enumerate(_LINES):
        font = ImageFont.load_default(24 + 2 * number)
        draw.text((24, 30 + 70 * number), text, font=font, fill=(20, 20, 40))
    return picture.resize((size, size))


def line() -> Image.Image:
    picture = Image.new("RGB", (320, 48), (255, 255, 255))
    ImageDraw.Draw(picture).text((8, 6), _LINES[0], font=ImageFont.load_default(30), fill=0)
    return picture


def random_page(random: np.random.Generator, size: int) -> Image.Image:
    """A page of any words, colours and direction, to calibrate a quantised network with."""
    words = [word for text in _LINES for word in text.split()]
    paper = tuple(int(x) for x in random.integers(200, 255, 3))
    picture = Image.new("RGB", (size, size), paper)
    draw = ImageDraw.Draw(picture)
    for y in range(10, size - 20, int(random.integers(24, 50))):
        text = " ".join(words[k] for k in random.integers(0, len(words), 4))
        ink = tuple(int(x) for x in random.integers(0, 90, 3))
        font = ImageFont.load_default(int(random.integers(12, 26)))
        draw.text((int(random.integers(0, 40)), y), text, font=font, fill=ink)
    return picture.rotate(90 * int(random.integers(0, 4)))


def planes(picture: Image.Image, scale: tuple) -> np.ndarray:
    """`[1, 3, H, W]`, blue first, less the mean and over the deviation of each channel."""
    mean, deviation = scale
    pixels = np.asarray(picture)[:, :, ::-1].astype(np.float32) / np.float32(255)
    pixels = (pixels - np.float32(mean)) / np.float32(deviation)
    return np.ascontiguousarray(pixels.transpose(2, 0, 1)[None])
