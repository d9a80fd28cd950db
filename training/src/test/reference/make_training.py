"""Makes the small checkpoints and batches under src/test/resources/parity and, with the transformers library and torch.optim,
the losses, gradients and ten steps of weights that the trainer must reproduce. Run by hand, results are committed:

    python make_training.py            (torch 2.7.1, transformers 4.57.6)

Every trajectory is computed alone and in full: no prompt is shared, nothing is padded, all scores are there.
"""

import json
import pathlib
import random
import shutil

import torch
from safetensors.torch import save_file
from transformers import Qwen3Config, Qwen3ForCausalLM, Qwen3VLConfig, Qwen3VLForConditionalGeneration

OUT = pathlib.Path(__file__).resolve().parents[1] / "resources" / "parity"
VOCABULARY = 48
IMAGE, VIDEO, START, END = 44, 45, 46, 47
STEPS = 10
HYPER = dict(learning_rate=3e-3, beta1=0.9, beta2=0.99, epsilon=1e-8, weight_decay=0.01, clip_norm=1.0)
GRPO = dict(clip_low=0.2, clip_high=0.28, dual_clip=3.0, kl_coefficient=0.1)
ENTROPY = dict(EXPERT=0.02, GO_ON=0.05)


def model(**changes):
    config = dict(
        vocab_size=VOCABULARY, hidden_size=16, intermediate_size=16, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, head_dim=4, max_position_embeddings=256, rms_norm_eps=1e-6, initializer_range=0.2,
        rope_theta=10_000.0, bos_token_id=None, eos_token_id=None)
    config.update(changes)
    return shaken(Qwen3ForCausalLM(Qwen3Config(**config, attn_implementation="eager")))


def seeing():
    text = dict(
        vocab_size=VOCABULARY, hidden_size=16, intermediate_size=16, num_hidden_layers=1, num_attention_heads=2, num_key_value_heads=1,
        head_dim=8, max_position_embeddings=256, rms_norm_eps=1e-6, initializer_range=0.2, rope_theta=10_000.0,
        rope_scaling=dict(rope_type="default", mrope_section=[2, 1, 1], mrope_interleaved=True), bos_token_id=None, eos_token_id=None)
    vision = dict(
        hidden_size=8, depth=2, num_heads=2, intermediate_size=12, patch_size=2, temporal_patch_size=2, spatial_merge_size=2,
        out_hidden_size=16, num_position_embeddings=16, in_channels=3, deepstack_visual_indexes=[0], initializer_range=0.2)
    return shaken(Qwen3VLForConditionalGeneration(Qwen3VLConfig(
        text_config=text, vision_config=vision, image_token_id=IMAGE, video_token_id=VIDEO, vision_start_token_id=START,
        vision_end_token_id=END, tie_word_embeddings=True, attn_implementation="eager")))


def shaken(made):
    """Norms and biases start as ones and zeros, which would hide mistakes."""
    with torch.no_grad():
        for name, p in made.named_parameters():
            if "norm" in name or name.endswith("bias"):
                p.add_(torch.randn_like(p) * 0.2)
    return made.eval()


def look(r, groups):
    """Pictures before the first ids of two of the prompts."""
    for group, grids in zip(groups, ([[1, 4, 6]], [], [[1, 2, 4], [1, 4, 4]])):
        prompt = []
        for _, h, w in grids:
            prompt += [START] + [IMAGE] * (h * w // 4) + [END]
        group["prompt"] = prompt + group["prompt"]
        group["grids"] = grids
        group["pixels"] = [[round(r.gauss(0, 1), 1) for _ in range(24)] for _, h, w in grids for _ in range(h * w)]


def batch(r):
    """Three prompts of different lengths, groups of different sizes, responses with drawn, forced and observed ids."""
    groups = []
    for length, members in ((5, 4), (9, 3), (1, 2)):
        prompt = [r.randrange(44) for _ in range(length)]
        made = []
        for _ in range(members):
            response, decisions = [], []
            temperature = r.choice((1.0, 0.7))
            for position in range(r.randrange(2, 9)):
                token = r.randrange(44)
                kind = r.choice(("EXPERT", "GO_ON", "TEXT", None))
                if kind and (kind != "TEXT" or position):
                    allowed = [] if kind == "TEXT" else sorted({token} | {r.randrange(44) for _ in range(r.randrange(1, 6))})
                    if len(allowed) != 1:
                        good = [token] if not allowed else sorted({token} | set(r.sample(allowed, r.randrange(1, len(allowed)))))
                        decisions.append(dict(position=position, allowed=allowed, chosen=token, kind=kind, good=good, weight=round(r.uniform(0.1, 1), 3)))
                response.append(token)
            if not decisions:
                decisions.append(dict(position=0, allowed=[], chosen=response[0], kind="TEXT", good=[response[0]], weight=1.0))
            made.append(dict(response=response, decisions=decisions, temperature=temperature, advantage=round(r.uniform(-1, 1), 3)))
        groups.append(dict(prompt=prompt, members=made))
    return groups


def scores(net, group, member):
    """Of each decision: the log-probabilities of what is allowed, the ids, and the decision."""
    prompt = group["prompt"]
    more = {}
    if group.get("grids"):
        more = dict(pixel_values=torch.tensor(group["pixels"]), image_grid_thw=torch.tensor(group["grids"]))
    if hasattr(net.model, "rope_deltas"):
        net.model.rope_deltas = None
    logits = net(input_ids=torch.tensor([prompt + member["response"]]), **more).logits[0].float()
    for decision in member["decisions"]:
        row = logits[len(prompt) + decision["position"] - 1] / member["temperature"]
        ids = decision["allowed"] or list(range(VOCABULARY))
        yield torch.log_softmax(row[ids], -1), ids, decision


def members(groups):
    return ((group, member) for group in groups for member in group["members"])


def supervised(net, groups):
    total = sum(decision["weight"] for _, member in members(groups) for decision in member["decisions"])
    loss = 0
    for group, member in members(groups):
        for each, ids, decision in scores(net, group, member):
            right = torch.tensor([ids.index(g) for g in decision["good"]])
            loss = loss - decision["weight"] / total * torch.logsumexp(each[right], 0)
    return loss


def policy(net, groups):
    count = sum(len(member["decisions"]) for _, member in members(groups))
    loss = 0
    for group, member in members(groups):
        for each, ids, decision in scores(net, group, member):
            a = member["advantage"]
            lp = each[ids.index(decision["chosen"])]
            ratio = torch.exp((lp - decision["old"]).clamp(-20, 20))
            cut = ratio.clamp(1 - GRPO["clip_low"], 1 + GRPO["clip_high"])
            one = torch.maximum(-a * ratio, -a * cut)
            if a < 0:
                one = torch.minimum(one, torch.tensor(-GRPO["dual_clip"] * a))
            d = (decision["reference"] - lp).clamp(-20, 20)
            kl = (d.exp() - d - 1).clamp(-10, 10)
            entropy = -(each.exp() * each).sum()
            loss = loss + (one + GRPO["kl_coefficient"] * kl - ENTROPY.get(decision["kind"], 0.0) * entropy) / count
    return loss


def train(net, loss, groups):
    optimiser = torch.optim.AdamW(net.parameters(), lr=HYPER["learning_rate"], betas=(HYPER["beta1"], HYPER["beta2"]), eps=HYPER["epsilon"],
                                  weight_decay=HYPER["weight_decay"])
    losses, norms, gradients = [], [], {}
    for step in range(STEPS):
        optimiser.zero_grad()
        value = loss(net, groups)
        value.backward()
        if step == 0:
            gradients = {name: p.grad.clone() for name, p in net.named_parameters()}
        norms.append(torch.nn.utils.clip_grad_norm_(net.parameters(), HYPER["clip_norm"]).item())
        losses.append(value.item())
        optimiser.step()
    return losses, norms, gradients, {name: p.detach().clone() for name, p in net.named_parameters()}


def make(name, seed, kinds, build, pictures=False):
    folder = OUT / name
    shutil.rmtree(folder, ignore_errors=True)
    torch.manual_seed(seed)
    r = random.Random(seed)
    net = build()
    net.save_pretrained(folder)
    for extra in folder.glob("generation_config.json"):
        extra.unlink()
    groups = batch(r)
    if pictures:
        look(r, groups)
    with torch.no_grad():
        for group, member in members(groups):
            for each, ids, decision in scores(net, group, member):
                lp = each[ids.index(decision["chosen"])].item()
                decision["log_probability"] = round(lp, 8)
                decision["entropy"] = round(-(each.exp() * each).sum().item(), 8)
                decision["old"] = round(min(0.0, lp + r.uniform(-0.4, 0.4)), 4)
                decision["reference"] = round(min(0.0, lp + r.uniform(-1, 1)), 4)
    said = dict(hyper=HYPER, grpo=GRPO, entropy=ENTROPY, groups=groups)
    tensors = {}
    for kind in kinds:
        loss = dict(supervised=supervised, policy=policy)[kind]
        fresh = type(net).from_pretrained(folder, attn_implementation="eager").eval()
        losses, norms, gradients, weights = train(fresh, loss, groups)
        said[kind] = dict(losses=losses, norms=norms)
        for key, value in gradients.items():
            tensors[f"{kind}.gradient.{key}"] = value.contiguous()
        # what the optimiser does is the same for every loss
        for key, value in weights.items() if kind == "policy" else ():
            tensors[f"{kind}.weight.{key}"] = value.contiguous()
        print(name, kind, losses[0], losses[-1], norms[0])
    (folder / "reference").mkdir()
    save_file(tensors, folder / "reference" / "model.safetensors")
    (folder / "reference" / "cases.json").write_text(json.dumps(said))
    print(name, sum(p.numel() for p in net.parameters()), "parameters", sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()), "bytes")


if __name__ == "__main__":
    torch.set_num_threads(1)
    make("text-tied", 3, ("supervised", "policy"), lambda: model(tie_word_embeddings=True))
    make("text-untied-biased", 4, ("policy",), lambda: model(tie_word_embeddings=False, attention_bias=True))
    make("sees", 5, ("policy",), seeing, pictures=True)
