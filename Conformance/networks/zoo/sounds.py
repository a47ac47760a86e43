"""Sounds as inputs: a tone, a sung vowel, and the spectrum of one as Whisper hears it."""

import numpy as np


def tone(count: int, rate: int, pitch: float) -> np.ndarray:
    """A pitch with five overtones."""
    t = np.arange(count) / rate
    waves = (np.sin(2 * np.pi * pitch * (k + 1) * t) / (k + 1) for k in range(6))
    return (0.3 * sum(waves)).astype(np.float32)


def vowel(count: int, rate: int, random: np.random.Generator) -> np.ndarray:
    """A voice at 130 Hz with vibrato and three formants, and a little noise."""
    t = np.arange(count) / rate
    pitch = 130 * (1 + 0.03 * np.sin(2 * np.pi * 5 * t))
    phase = np.cumsum(2 * np.pi * pitch / rate)
    formants = ((700, 120), (1220, 150), (2600, 250))
    wave = np.zeros(count)
    for k in range(1, 30):
        gain = sum(np.exp(-(((k * 130 - centre) / width) ** 2)) for centre, width in formants)
        wave += (gain + 0.02) * np.sin(k * phase)
    noise = 0.002 * (2 * random.random(count) - 1)
    return (0.2 * wave / np.abs(wave).max() + noise).astype(np.float32)


def log_mel(wave: np.ndarray) -> np.ndarray:
    """`[1, 80, 800]`: eight seconds at 16 kHz, in 80 triangular bands, as Whisper scales them."""
    frames = np.lib.stride_tricks.sliding_window_view(wave, 400)[::160][:800]
    power = np.abs(np.fft.rfft(frames * np.hanning(400))) ** 2
    edges = np.linspace(0, 200, 82)
    bins = np.arange(201)
    bands = np.stack(
        [
            np.clip(1 - np.abs(bins - edges[k + 1]) / (edges[k + 2] - edges[k]), 0, 1)
            for k in range(80)
        ]
    )
    level = np.log10(np.maximum(bands @ power.T, 1e-10))
    level = np.maximum(level, level.max() - 8)
    return ((level + 4) / 4).astype(np.float32)[None]
