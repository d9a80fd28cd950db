"""Writes what the tests of tokenizer, chat template and image processor compare with.

Run by hand, in an environment with torch 2.7.1, torchvision 0.22.1, transformers 5.23.0 and pillow:

    python inference/src/test/reference/make_processing.py

Everything is made from seeds: a small byte-level tokenizer with the special tokens of Qwen3-VL, a chat
template of our own that writes what the published one writes, pictures, and for all of them what the
reference library makes. The results lie under inference/src/test/resources/processing and are committed.
"""

import hashlib
import json
import struct
import zlib
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import Qwen2Tokenizer, Qwen2VLImageProcessor, Qwen3VLProcessor
from transformers.models.qwen2_vl.image_processing_qwen2_vl import smart_resize
from transformers.models.qwen2.tokenization_qwen2 import PRETOKENIZE_REGEX
from transformers.models.qwen3_vl.video_processing_qwen3_vl import Qwen3VLVideoProcessor
from transformers.utils.chat_template_utils import _compile_jinja_template

OUT = Path(__file__).resolve().parent.parent / "resources" / "processing"
PICTURES = OUT / "pictures"
TEMPLATE = (Path(__file__).resolve().parent / "chat_template.jinja").read_text()
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>", "<|vision_pad|>", "<|image_pad|>", "<|video_pad|>"]
PLAIN = ["<tool_call>", "</tool_call>", "<think>", "</think>"]


def lines(name, rows):
    with open(OUT / name, "w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n")


# ---- tokenizer -------------------------------------------------------------------------------------------

CORPUS = [
    "You answer questions about pictures by asking experts. <search> chart @@ Chart-R1 @@ What is the highest bar? </search>",
    "<information> The highest bar is 42 and stands for 2019. </information> <answer> 42 </answer>",
    "How many apples are in the second picture? What does the sign say? Read the table and give the sum of all rows.",
    "Das Bild zeigt eine Straße; wie viele Bäume stehen dort? L'été dernier, où est-ce ? ¿Qué número falta?",
    "图片里有几个人？请回答。 写真には何が写っていますか。 Сколько яблок на картинке?",
    "x = 3.14159 * (a[0] + b['key']) ** 2\n\tif not done:\n        return None\r\n",
    "assistant user system tool The quick brown fox jumps over the lazy dog. It's they're we've I'm you'll he'd",
]


def make_tokenizer():
    raw = Tokenizer(models.BPE())
    raw.normalizer = normalizers.NFC()
    raw.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(PRETOKENIZE_REGEX), behavior="isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ])
    raw.decoder = decoders.ByteLevel()
    raw.train_from_iterator(CORPUS * 20, trainers.BpeTrainer(
        vocab_size=700, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), special_tokens=[], show_progress=False))
    model = json.loads(raw.to_str())["model"]
    tokenizer = Qwen2Tokenizer(vocab=model["vocab"], merges=[tuple(m) for m in model["merges"]],
                               eos_token="<|im_end|>", pad_token="<|endoftext|>", unk_token=None)
    tokenizer.add_tokens([AddedToken(t, special=True, normalized=False) for t in SPECIAL])
    tokenizer.add_tokens([AddedToken(t, special=False, normalized=False) for t in PLAIN])
    return tokenizer


TEXTS = CORPUS + [
    "", " ", "\n", "  two  blanks ", "tabs\t\tand\n\n\nlines", "trailing newline\n", "\r\n mixed \r ends \n",
    "It's 1234567 o'clock, I'LL go — don’t!", "👩‍👩‍👧‍👦 family 🇩🇪 flag e\u0301 combining é composed ﬁ ligature",
    "한국어 텍스트 עברית العربية हिन्दी", "zero\u200bwidth \u00a0nbsp \ufeffbom", "ctrl\x00\x01\x7f end", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𐍈 😀😀",
    "<|im_start|>user\nhi<|im_end|>", "<|im_start|>\n<|image_pad|><|image_pad|> x<|vision_end|>", "<think>\nthoughts\n</think>\n\nanswer",
    "not special: <|im_star|> <| im_end |> < |", "<tool_call>{\"a\": 1}</tool_call>", "a" * 300, "ab " * 100, "…“quotes”…", "1,000.50 €/m²",
]


def text_rows(tokenizer):
    rows = []
    for text in TEXTS:
        ids = tokenizer.encode(text, add_special_tokens=False)
        rows.append({"text": text, "ids": ids, "decoded": tokenizer.decode(ids), "shown": tokenizer.decode(ids, skip_special_tokens=True)})
    return rows


def decode_rows(tokenizer):
    """Any ids, so that characters begin and never end."""
    rng = np.random.default_rng(7)
    rows = []
    for length in [1, 2, 3, 5, 8, 40, 200]:
        for _ in range(12):
            high = 256 if rng.random() < 0.6 else len(tokenizer)
            ids = rng.integers(0, high, length).tolist()
            rows.append({"ids": ids, "decoded": tokenizer.decode(ids), "shown": tokenizer.decode(ids, skip_special_tokens=True)})
    return rows


# ---- pictures --------------------------------------------------------------------------------------------

def painted(width, height, seed):
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    waves = np.stack([127 + 120 * np.sin(x / 7 + y / 11), 127 + 120 * np.cos(x / 5 - y / 9), (x * 3 + y * 5) % 256], -1)
    return np.clip(waves + rng.normal(0, 8, waves.shape), 0, 255).astype(np.uint8)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(path, width, height, depth, colour, rows, *chunks):
    body = b"".join(b"\0" + row for row in rows)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
                     + b"".join(chunks) + chunk(b"IDAT", zlib.compress(body, 9)) + chunk(b"IEND", b""))


def make_pictures():
    rng = np.random.default_rng(3)
    Image.fromarray(painted(96, 64, 1)).save(PICTURES / "fits.png")
    Image.fromarray(painted(100, 80, 2)).save(PICTURES / "odd.png")
    Image.fromarray(painted(16, 16, 3)).save(PICTURES / "tiny.png")
    Image.fromarray(painted(33, 300, 4)).save(PICTURES / "tall.png")
    Image.fromarray(painted(320, 45, 5)).save(PICTURES / "wide.jpg", quality=80)
    Image.fromarray(painted(333, 217, 6)).save(PICTURES / "photo.jpg", quality=75)
    Image.fromarray(painted(150, 120, 7)).save(PICTURES / "full-colour.jpg", quality=92, subsampling=0)
    Image.fromarray(painted(150, 120, 8)).save(PICTURES / "progressive.jpg", quality=60, subsampling=1, progressive=True)
    Image.fromarray(painted(90, 70, 9)).convert("L").save(PICTURES / "gray.png")
    Image.fromarray(painted(90, 70, 9)).convert("L").save(PICTURES / "gray.jpg")
    Image.fromarray(painted(90, 70, 10)).convert("1").save(PICTURES / "bilevel.png")
    palette = Image.fromarray(painted(90, 70, 11)).quantize(16)
    palette.save(PICTURES / "palette.png", bits=4)
    palette.save(PICTURES / "palette-transparent.png", transparency=3)
    alpha = np.concatenate([painted(60, 40, 12), rng.integers(0, 256, (40, 60, 1), dtype=np.uint8)], -1)
    Image.fromarray(alpha).save(PICTURES / "alpha.png")
    Image.fromarray(alpha).convert("LA").save(PICTURES / "gray-alpha.png")
    png(PICTURES / "deep.png", 30, 20, 16, 2, [r.tobytes() for r in rng.integers(0, 256, (20, 180), dtype=np.uint8)])
    for orientation in (3, 6, 7):
        exif = Image.Exif()
        exif[0x112] = orientation
        Image.fromarray(painted(50, 40, 13)).save(PICTURES / f"turned-{orientation}.jpg", exif=exif, quality=90)


SMALL = dict(patch_size=16, temporal_patch_size=2, merge_size=2, size={"shortest_edge": 4096, "longest_edge": 65536},
             image_mean=[0.5] * 3, image_std=[0.5] * 3)
PROCESSORS = {
    "small": SMALL,
    "published": dict(SMALL, size={"shortest_edge": 65536, "longest_edge": 16777216}),
    "clip": dict(patch_size=14, merge_size=2, min_pixels=56 * 56, max_pixels=28 * 28 * 64),
    "merge-three": dict(SMALL, patch_size=8, merge_size=3, temporal_patch_size=1, size={"shortest_edge": 1024, "longest_edge": 20000}),
    "not-normalised": dict(SMALL, do_normalize=False),
    "not-rescaled": dict(SMALL, do_rescale=False),
    "raw": dict(SMALL, do_normalize=False, do_rescale=False),
}


def upright(path):
    from PIL import ImageOps
    return ImageOps.exif_transpose(Image.open(path))


def patch_row(name, path, processor):
    made = processor(images=[upright(path)], return_tensors="pt")
    values = made["pixel_values"].to(torch.float32).numpy().astype("<f4")
    rng = np.random.default_rng(values.size)
    at = sorted(rng.integers(0, values.size, 16).tolist())
    return {"picture": path.name, "processor": name, "grid": made["image_grid_thw"][0].tolist(), "width": values.shape[1],
            "sha256": hashlib.sha256(values.tobytes()).hexdigest(), "at": at, "values": [float(values.flat[i]) for i in at]}


def patch_rows():
    rows = []
    for name, settings in PROCESSORS.items():
        processor = Qwen2VLImageProcessor(**settings)
        Path(OUT / "processors" / name).mkdir(parents=True, exist_ok=True)
        processor.save_pretrained(OUT / "processors" / name)
        chosen = sorted(PICTURES.iterdir()) if name == "small" else [PICTURES / p for p in ("odd.png", "photo.jpg", "tall.png", "alpha.png")]
        rows += [patch_row(name, path, processor) for path in chosen]
    return rows


def size_rows():
    rng = np.random.default_rng(5)
    rows = []
    for _ in range(400):
        width, height = (int(2 ** rng.uniform(0, 13)) for _ in range(2))
        factor = int(rng.choice([28, 32, 24, 16]))
        least = int(2 ** rng.uniform(8, 17))
        most = int(least * 2 ** rng.uniform(1, 8))
        try:
            h, w = smart_resize(height, width, factor, least, most)
        except ValueError:
            h, w = 0, 0
        rows.append({"width": width, "height": height, "factor": factor, "least": least, "most": most, "to": [w, h]})
    return rows


# ---- conversations ---------------------------------------------------------------------------------------

def image(name):
    return {"type": "image", "path": name}


def text(words):
    return {"type": "text", "text": words}


SYSTEM = "You answer questions about pictures.\nExperts:\n- Chart-R1: charts, tables\n- Qwen-OCR: text\n\nWrite <search> skill @@ expert @@ question </search> or <answer> … </answer>."
CHATS = [
    [{"role": "user", "content": "hello"}],
    [{"role": "system", "content": SYSTEM}, {"role": "user", "content": "How many bars?"}],
    [{"role": "system", "content": SYSTEM}, {"role": "user", "content": [image("odd.png"), text("How many bars?")]}],
    [{"role": "system", "content": [text("Two "), text("parts.")]}, {"role": "user", "content": [image("photo.jpg"), text(" and "), image("tiny.png"), text("Which is larger?")]}],
    [{"role": "system", "content": SYSTEM},
     {"role": "user", "content": [image("photo.jpg"), image("tall.png"), text("What is the highest bar?")]},
     {"role": "assistant", "content": "<search> chart @@ Chart-R1 @@ Which bar is the highest? </search>"},
     {"role": "user", "content": "<information>\nThe highest bar is 2019 with 42.\n</information>"},
     {"role": "assistant", "content": [text("<search> read @@ Qwen-OCR @@ Axis? </search>")]},
     {"role": "user", "content": [text("<notice code=\"EXPERT_UNKNOWN\">valid: Chart-R1</notice>\n\nThis is the last turn."), image("wide.jpg")]}],
    [{"role": "system", "content": "  spaces kept  "}, {"role": "user", "content": " \n "}, {"role": "assistant", "content": ""}, {"role": "user", "content": "日本語 \"quotes\" <b>&amp;</b> {{ braces }} {% raw %}"}],
    [{"role": "user", "content": "first"}, {"role": "assistant", "content": "<think>\nhm\n</think>\n\nsecond"}],
]


def chat_rows(processor):
    rows = []
    for messages in CHATS:
        for generation in (True, False):
            located = json.loads(json.dumps(messages))
            for message in located:
                if isinstance(message["content"], list):
                    for part in message["content"]:
                        if part["type"] == "image":
                            part["path"] = str(PICTURES / part["path"])
            written = processor.apply_chat_template(located, add_generation_prompt=generation)
            whole = processor.apply_chat_template(located, add_generation_prompt=generation, tokenize=True, return_dict=True, return_tensors="pt")
            row = {"messages": messages, "add_generation_prompt": generation, "text": written, "ids": whole["input_ids"][0].tolist()}
            if "image_grid_thw" in whole:
                row["grids"] = whole["image_grid_thw"].tolist()
            rows.append(row)
    return rows


# ---- templates -------------------------------------------------------------------------------------------

VARIABLES = dict(
    messages=[{"role": "system", "content": "s"}, {"role": "user", "content": [{"type": "text", "text": "héllo <b> 'q' \"d\""}, {"type": "image", "path": "x.png"}]},
              {"role": "assistant", "content": "<think>\nab\n</think>\n\nfinal "}, {"role": "user", "content": "bye"}],
    n=3, f=2.5, e=1e20, s="  a,b,,c \n", lst=[3, 1, 2], d={"b": 1, "A": [1, 2, {"x": None}], "c": True}, none=None, empty=[], z="",
    words=["Bb", "aa", "Cc", "aa"], rows=[{"k": 2, "v": {"w": "x"}}, {"k": 1, "v": {"w": "y"}}, {"v": {"w": "z"}}])


def template_rows():
    source = (Path(__file__).resolve().parent / "templates.txt").read_text()
    rows = []
    for template in source.split("\n----\n"):
        try:
            expected = {"text": _compile_jinja_template(template).render(**VARIABLES)}
        except Exception as refused:
            expected = {"refused": type(refused).__name__}
        rows.append({"template": template, **expected})
    return rows


def main():
    PICTURES.mkdir(parents=True, exist_ok=True)
    tokenizer = make_tokenizer()
    processor = Qwen3VLProcessor(image_processor=Qwen2VLImageProcessor(**SMALL), tokenizer=tokenizer,
                                 video_processor=Qwen3VLVideoProcessor(), chat_template=TEMPLATE)
    processor.save_pretrained(OUT / "folder")
    lines("texts.jsonl", text_rows(tokenizer))
    lines("decodes.jsonl", decode_rows(tokenizer))
    make_pictures()
    lines("patches.jsonl", patch_rows())
    lines("sizes.jsonl", size_rows())
    lines("chats.jsonl", chat_rows(processor))
    lines("templates.jsonl", template_rows())
    (OUT / "variables.json").write_text(json.dumps(VARIABLES, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
