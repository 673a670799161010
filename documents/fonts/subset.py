#!/usr/bin/env python3
"""Make hub-serif.ttf, the one face that is committed.

usage: subset.py NotoSerifSC_400Regular.ttf OUT.ttf

Kept are the 8,105 characters of 通用规范汉字表 (property kTGH of the Unicode
Han database), GB 2312, printable ASCII and the signs official papers use.
The source has no subscript digits (SO₂), no ticked boxes and a dash shorter
than a character; those are composed from its own outlines.
Needs fontTools and the Han database of Debian's unicode-data; see README.md.
"""
import bz2
import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

HAN_DATABASE = Path("/usr/share/unicode")

# Signs outside GB 2312 that papers, names and measured values need.
EXTRA = (
    "〔〕﹝﹞［］｛｝〈〉《》「」『』【】〖〗〇・·•‧"
    "‐–—―…‥‰′″℃℉Ω№℡＿￥￠￡€©®™"
    "㎎㎏㎜㎝㎞㎡㎥㏄㏎㏑㏒㏕μ²³¹°±×÷≈≤≥≠∞√∑∠⊥∥∵∴"
    "□■○●◎◇◆△▲▽▼☆★→←↑↓↗↘✓⁴"
    "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
    "éèêëüöäáàíóúñç"
)
# Given names that clerks meet and small fonts lack.
MUST_HAVE = "堃喆翀燊赟玥旻䶮犇淼㛃昇祎頔"


def standard_table() -> set[int]:
    """通用规范汉字表: 8,105 code points."""
    found = set()
    for path in sorted(HAN_DATABASE.glob("Unihan_*.txt.bz2")):
        with bz2.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                columns = line.split("\t")
                if line.startswith("U+") and columns[1].startswith("kTGH"):
                    found.add(int(columns[0][2:], 16))
    if len(found) != 8105:
        sys.exit(f"expected 8105 characters in the standard table, found {len(found)}")
    return found


def gb2312() -> set[int]:
    found = set()
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes((high, low)).decode("gb2312")))
            except UnicodeDecodeError:
                pass
    return found


def compose(font: TTFont, char: str, advance: int, *parts: tuple[str, tuple]) -> None:
    """Draw char from glyphs of the font, each under an affine transformation."""
    glyphs, cmap = font.getGlyphSet(), font.getBestCmap()
    pen = TTGlyphPen(None)
    for part, matrix in parts:
        glyphs[cmap[ord(part)]].draw(TransformPen(pen, matrix))
    name = f"hub{ord(char):04X}"
    font.setGlyphOrder(font.getGlyphOrder() + [name])
    glyph = pen.glyph()
    glyph.recalcBounds(font["glyf"])
    font["glyf"][name] = glyph
    font["hmtx"][name] = (advance, glyph.xMin)
    for table in font["cmap"].tables:
        if table.format in (4, 12):
            table.cmap[ord(char)] = name


def compose_missing(font: TTFont) -> None:
    small, digit = 0.62, 558  # the source's digits are 558 units wide
    for n in range(10):
        shift = (small, 0, 0, small, 0, -150)
        compose(font, chr(0x2080 + n), round(small * digit), (str(n), shift))
    for char, n in zip("⁰⁵⁶⁷⁸⁹", "056789"):
        compose(font, char, round(small * digit), (n, (small, 0, 0, small, 0, 330)))
    compose(font, "⁻", round(small * digit), ("–", (small, 0, 0, small, 0, 400)))
    compose(font, "⁺", round(small * digit), ("+", (small, 0, 0, small, 0, 330)))
    as_it_is = (1, 0, 0, 1, 0, 0)
    compose(font, "☐", 1000, ("□", as_it_is))
    compose(font, "☑", 1000, ("□", as_it_is), ("√", (0.8, 0, 0, 0.8, 100, 60)))
    # A dash fills its character, so that two of them join (破折号).
    stretch = 1000 / 803
    compose(font, "—", 1000, ("—", (stretch, 0, 0, 0.8, -43 * stretch, 150)))


def main() -> None:
    source, out = sys.argv[1], sys.argv[2]
    font = TTFont(source, recalcTimestamp=False)
    wanted = standard_table() | gb2312() | set(range(0x20, 0x7F)) | {ord(c) for c in EXTRA + MUST_HAVE}
    has = font.getBestCmap().keys()
    lost = sorted(wanted - has)
    print(f"wanted {len(wanted)}, not in the source: {''.join(map(chr, lost))}")
    if hard := [c for c in MUST_HAVE if ord(c) not in has]:
        sys.exit(f"the source lacks {hard}")

    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.drop_tables += ["GDEF", "GPOS", "GSUB", "BASE", "STAT", "vhea", "vmtx", "gasp", "prep"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    chooser = subset.Subsetter(options)
    chooser.populate(unicodes=wanted)
    chooser.subset(font)
    compose_missing(font)
    font.save(out)
    print(f"{len(font.getGlyphOrder())} glyphs, {Path(out).stat().st_size} bytes")


main()
