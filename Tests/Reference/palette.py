"""How the first twelve colours of Sources/Reports/Colours/Palette.swift were chosen, and what those of
them that are too dark become on a dark page (Theme.swift), and golden values of ReportsTests. Needs NumPy.

Oklab: Ottosson 2020. Colour blindness: Machado, Oliveira, Fernandes 2009, severity 1.0.
"""

import itertools

import numpy as np

OKABE_ITO = "0072B2 E69F00 009E73 CC79A7 D55E00 56B4E9".split()
CANDIDATES = """332288 88CCEE 44AA99 117733 999933 DDCC77 CC6677 882255 AA4499 4477AA 66CCEE 228833
CCBB44 EE6677 AA3377 000000 F0E442 994F00 661100 6699CC 555555 8C564B 222222 9F0162 004002 5A5A5A
6B4C9A""".split()
DEUTERANOPIA = np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                         [-0.011820, 0.042940, 0.968881]])
PROTANOPIA = np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                       [-0.003882, -0.048116, 1.051998]])
LMS = np.array([[0.4122214708, 0.5363325363, 0.0514459929],
                [0.2119034982, 0.6806995451, 0.1073969566],
                [0.0883024619, 0.2817188376, 0.6299787005]])
LAB = np.array([[0.2104542553, 0.7936177850, -0.0040720468],
                [1.9779984951, -2.4285922050, 0.4505937099],
                [0.0259040371, 0.7827717662, -0.8086757660]])


def linear(code):
    parts = np.array([int(code[i:i + 2], 16) for i in (0, 2, 4)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def oklab(light):
    return LAB @ np.cbrt(LMS @ np.clip(light, 0, 1))


def seen(code):
    light = linear(code)
    return [oklab(light), oklab(DEUTERANOPIA @ light), oklab(PROTANOPIA @ light)]


def distance(one, other):
    return min(float(np.linalg.norm(a - b)) for a, b in zip(seen(one), seen(other)))


def contrast(one, other):
    dark, light = sorted(float(np.dot([0.2126, 0.7152, 0.0722], linear(c))) for c in (one, other))
    return (light + 0.05) / (dark + 0.05)


def encoded(lightness, chroma, hue):
    lab = [lightness, chroma * np.cos(np.radians(hue)), chroma * np.sin(np.radians(hue))]
    light = np.linalg.inv(LMS) @ (np.linalg.inv(LAB) @ np.array(lab)) ** 3
    if light.min() < -1e-4 or light.max() > 1.0001:
        return None
    light = np.clip(light, 0, 1)
    parts = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return "".join("%02X" % round(float(part) * 255) for part in parts)


def on_dark(palette, panel="1D2126"):
    """Black becomes F5F5F5. The others keep their hue, or nearly, and are as far apart as they can be."""
    def candidates(code):
        _, a, b = oklab(linear(code))
        grey, hue = np.hypot(a, b) < 0.01, np.degrees(np.arctan2(b, a))
        codes = [encoded(lightness, chroma, hue + turn) for lightness in np.arange(0.53, 0.93, 0.02)
                 for chroma in ([0] if grey else [0.05, 0.08, 0.11, 0.14, 0.17, 0.2])
                 for turn in ([0] if grey else [-20, -10, 0, 10, 20])]
        return [c for c in codes if c and contrast(c, panel) >= 3.05]

    kept = [c for c in palette if contrast(c, panel) >= 3] + ["F5F5F5"]
    choices = {c: candidates(c) for c in palette if contrast(c, panel) < 3 and c != "000000"}
    chosen = {c: codes[len(codes) // 2] for c, codes in choices.items()}
    for _ in range(4):
        for code, codes in choices.items():
            others = kept + [v for k, v in chosen.items() if k != code]
            chosen[code] = max(codes, key=lambda c: min(distance(c, o) for o in others))
    return kept, chosen


if __name__ == "__main__":
    palette = list(OKABE_ITO)
    while len(palette) < 12:
        rest = [c for c in CANDIDATES if c not in palette and oklab(linear(c))[0] < 0.9]
        palette.append(max(rest, key=lambda c: min(distance(c, p) for p in palette)))
    print(*palette)
    print("smallest distance", min(distance(*p) for p in itertools.combinations(palette, 2)))
    kept, chosen = on_dark(palette)
    print("on a dark page", chosen)
    both = kept + list(chosen.values())
    print("smallest distance there", min(distance(*p) for p in itertools.combinations(both, 2)))
    print("FF0000", oklab(linear("FF0000")))
