"""Makes the small random checkpoints under src/test/resources/models and, with the transformers library, the
logits and continuations that the model in this program must reproduce. Run by hand, results are committed:

    python make_models.py            (torch 2.7.1, transformers 5.23)
    python make_models.py truth      (adds what float64 makes of the bfloat16 model's weights)
"""

import json
import pathlib
import shutil
import sys

import torch
from safetensors.torch import load_file, save_file
from transformers import Qwen3Config, Qwen3ForCausalLM, Qwen3VLConfig, Qwen3VLForConditionalGeneration

OUT = pathlib.Path(__file__).resolve().parents[1] / "resources" / "models"
VOCABULARY = 288
IMAGE, VIDEO, START, END = 280, 281, 282, 283


def text_config(**changes):
    config = dict(
        vocab_size=VOCABULARY, hidden_size=48, intermediate_size=80, num_hidden_layers=3, num_attention_heads=4,
        num_key_value_heads=2, head_dim=16, max_position_embeddings=1024, rms_norm_eps=1e-6, initializer_range=0.15,
        rope_parameters=dict(rope_type="default", rope_theta=1_000_000.0), bos_token_id=None, eos_token_id=None)
    config.update(changes)
    return config


def vision_config(**changes):
    config = dict(
        hidden_size=32, depth=4, num_heads=2, intermediate_size=48, patch_size=4, temporal_patch_size=2,
        spatial_merge_size=2, out_hidden_size=48, num_position_embeddings=36, in_channels=3,
        deepstack_visual_indexes=[0, 2], initializer_range=0.15)
    config.update(changes)
    return config


def seeing(text, vision, tied):
    rope = dict(rope_type="default", rope_theta=5_000_000.0, mrope_section=[3, 3, 2], mrope_interleaved=True)
    return Qwen3VLForConditionalGeneration(Qwen3VLConfig(
        text_config=text_config(rope_parameters=rope, **text), vision_config=vision_config(**vision),
        image_token_id=IMAGE, video_token_id=VIDEO, vision_start_token_id=START, vision_end_token_id=END,
        tie_word_embeddings=tied))


def shake(model):
    """Norms and biases start as ones and zeros, which would hide mistakes."""
    with torch.no_grad():
        for name, p in model.named_parameters():
            if "norm" in name or name.endswith("bias"):
                p.add_(torch.randn_like(p) * 0.2)


def words(n, step):
    return [(i * step + 3) % 270 for i in range(n)]


def prompt(grids, lengths):
    tokens = words(lengths[0], 7)
    for i, (_, h, w) in enumerate(grids):
        tokens += [START] + [IMAGE] * (h * w // 4) + [END] + words(lengths[i + 1], 11 + i)
    return tokens


def run(model, tokens, grids, patches):
    ids = torch.tensor([tokens])
    more = {}
    if grids:
        more = dict(pixel_values=patches.to(model.dtype), image_grid_thw=torch.tensor(grids), mm_token_type_ids=(ids == IMAGE).int())
    if hasattr(model.model, "rope_deltas"):
        model.model.rope_deltas = None
    with torch.inference_mode():
        logits = model(input_ids=ids, **more).logits[0].float()
        greedy = model.generate(input_ids=ids, attention_mask=torch.ones_like(ids), do_sample=False, max_new_tokens=200,
                                eos_token_id=None, pad_token_id=0, **more)[0, len(tokens):]
    return logits, greedy.tolist()


def make(name, model, prompts, dtype=torch.float32, shard="1GB", greedy=True):
    folder = OUT / name
    shutil.rmtree(folder, ignore_errors=True)
    shake(model)
    model.to(dtype).save_pretrained(folder, max_shard_size=shard)
    for extra in folder.glob("generation_config.json"):
        extra.unlink()
    model = type(model).from_pretrained(folder, dtype=dtype).eval()
    cases, floats = [], {}
    for case, (grids, lengths) in prompts.items():
        tokens = prompt(grids, lengths)
        case = dict(name=case, tokens=tokens, grids=grids)
        values = sum(t * h * w for t, h, w in grids)
        patches = torch.randn(values, 96)
        logits, case["greedy"] = run(model, tokens, grids, patches)
        if not greedy:
            del case["greedy"]
        floats[case["name"] + ".logits"] = logits.contiguous()
        if grids:
            floats[case["name"] + ".patches"] = patches
        cases.append(case)
    (folder / "reference").mkdir()
    save_file(floats, folder / "reference" / "model.safetensors")
    (folder / "reference" / "cases.json").write_text(json.dumps(cases))
    print(name, sum(p.numel() for p in model.parameters()), "parameters", sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()), "bytes")


def truth(name, kind):
    """Logits that the stored weights have without rounding on the way: what bfloat16 is measured from."""
    folder = OUT / name
    model = kind.from_pretrained(folder, dtype=torch.bfloat16, attn_implementation="eager").double().eval()
    file = folder / "reference" / "model.safetensors"
    floats = load_file(file)
    for case in json.loads((folder / "reference" / "cases.json").read_text()):
        ids = torch.tensor([case["tokens"]])
        more = {}
        if case["grids"]:
            # the library rounds the pixels, too
            patches = floats[case["name"] + ".patches"].to(torch.bfloat16).double()
            more = dict(pixel_values=patches, image_grid_thw=torch.tensor(case["grids"]), mm_token_type_ids=(ids == IMAGE).int())
        model.model.rope_deltas = None
        with torch.inference_mode():
            floats[case["name"] + ".truth"] = model(input_ids=ids, **more).logits[0].float().contiguous()
        off = (floats[case["name"] + ".logits"] - floats[case["name"] + ".truth"])
        print(name, case["name"], "the library is off by at most", off.abs().max().item(), "in the square mean", off.pow(2).mean().sqrt().item())
    save_file(floats, file)


if __name__ == "__main__" and sys.argv[1:] == ["truth"]:
    truth("sees-bfloat16", Qwen3VLForConditionalGeneration)
elif __name__ == "__main__":
    torch.manual_seed(7)
    torch.set_num_threads(1)
    words_only = {"short": ([], [5]), "long": ([], [50])}
    images = {"words": ([], [24]), "one": ([[1, 6, 8]], [6, 9]), "two": ([[1, 4, 10], [1, 8, 4]], [3, 5, 12])}
    make("text-untied", Qwen3ForCausalLM(Qwen3Config(**text_config(num_key_value_heads=1, num_hidden_layers=2), tie_word_embeddings=False)), words_only)
    make("text-tied-biased", Qwen3ForCausalLM(Qwen3Config(**text_config(num_key_value_heads=4, attention_bias=True), tie_word_embeddings=True)), words_only)
    make("sees-deep", seeing({}, {}, True), images)
    make("sees-flat-sharded", seeing(dict(num_attention_heads=6, num_key_value_heads=2, num_hidden_layers=2), dict(deepstack_visual_indexes=[], depth=2), False), images, shard="150KB")
    make("sees-bfloat16", seeing(dict(dtype="bfloat16"), dict(deepstack_visual_indexes=[1, 2, 3]), True), images, dtype=torch.bfloat16, greedy=False)
