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
from transformers import Qwen3Config, Qwen3ForCausalLM

OUT = pathlib.Path(__file__).resolve().parents[1] / "resources" / "parity"
VOCABULARY = 64
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
    made = Qwen3ForCausalLM(Qwen3Config(**config, attn_implementation="eager")).eval()
    with torch.no_grad():
        for name, p in made.named_parameters():
            if "norm" in name or name.endswith("bias"):
                p.add_(torch.randn_like(p) * 0.2)
    return made


def batch(r):
    """Three prompts of different lengths, groups of different sizes, responses with drawn, forced and observed ids."""
    groups = []
    for length, members in ((5, 4), (9, 3), (1, 2)):
        prompt = [r.randrange(VOCABULARY) for _ in range(length)]
        made = []
        for _ in range(members):
            response, decisions = [], []
            temperature = r.choice((1.0, 0.7))
            for position in range(r.randrange(2, 9)):
                token = r.randrange(VOCABULARY)
                kind = r.choice(("EXPERT", "GO_ON", "TEXT", None))
                if kind and (kind != "TEXT" or position):
                    allowed = [] if kind == "TEXT" else sorted({token} | {r.randrange(VOCABULARY) for _ in range(r.randrange(1, 6))})
                    if len(allowed) != 1:
                        good = [token] if not allowed else sorted({token} | set(r.sample(allowed, r.randrange(1, len(allowed)))))
                        decisions.append(dict(position=position, allowed=allowed, chosen=token, kind=kind, good=good, weight=round(r.uniform(0.1, 1), 3)))
                response.append(token)
            if not decisions:
                decisions.append(dict(position=0, allowed=[], chosen=response[0], kind="TEXT", good=[response[0]], weight=1.0))
            made.append(dict(response=response, decisions=decisions, temperature=temperature, advantage=round(r.uniform(-1, 1), 3)))
        groups.append(dict(prompt=prompt, members=made))
    return groups


def scores(net, prompt, member):
    """Of each decision: the log-probabilities of what is allowed, the ids, and the decision."""
    logits = net(input_ids=torch.tensor([prompt + member["response"]])).logits[0].float()
    for decision in member["decisions"]:
        row = logits[len(prompt) + decision["position"] - 1] / member["temperature"]
        ids = decision["allowed"] or list(range(VOCABULARY))
        yield torch.log_softmax(row[ids], -1), ids, decision


def members(groups):
    return ((group["prompt"], member) for group in groups for member in group["members"])


def supervised(net, groups):
    total = sum(decision["weight"] for _, member in members(groups) for decision in member["decisions"])
    loss = 0
    for prompt, member in members(groups):
        for each, ids, decision in scores(net, prompt, member):
            right = torch.tensor([ids.index(g) for g in decision["good"]])
            loss = loss - decision["weight"] / total * torch.logsumexp(each[right], 0)
    return loss


def policy(net, groups):
    count = sum(len(member["decisions"]) for _, member in members(groups))
    loss = 0
    for prompt, member in members(groups):
        for each, ids, decision in scores(net, prompt, member):
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


def make(name, seed, **changes):
    folder = OUT / name
    shutil.rmtree(folder, ignore_errors=True)
    torch.manual_seed(seed)
    r = random.Random(seed)
    net = model(**changes)
    net.save_pretrained(folder)
    for extra in folder.glob("generation_config.json"):
        extra.unlink()
    groups = batch(r)
    with torch.no_grad():
        for prompt, member in members(groups):
            for each, ids, decision in scores(net, prompt, member):
                lp = each[ids.index(decision["chosen"])].item()
                decision["log_probability"] = lp
                decision["entropy"] = -(each.exp() * each).sum().item()
                decision["old"] = min(0.0, lp + r.uniform(-0.4, 0.4))
                decision["reference"] = min(0.0, lp + r.uniform(-1, 1))
    said = dict(hyper=HYPER, grpo=GRPO, entropy=ENTROPY, groups=groups)
    tensors = {}
    for kind, loss in (("supervised", supervised), ("policy", policy)):
        fresh = Qwen3ForCausalLM.from_pretrained(folder, attn_implementation="eager").eval()
        losses, norms, gradients, weights = train(fresh, loss, groups)
        said[kind] = dict(losses=losses, norms=norms)
        for key, value in gradients.items():
            tensors[f"{kind}.gradient.{key}"] = value.contiguous()
        for key, value in weights.items():
            tensors[f"{kind}.weight.{key}"] = value.contiguous()
        print(name, kind, losses[0], losses[-1], norms[0])
    (folder / "reference").mkdir()
    save_file(tensors, folder / "reference" / "model.safetensors")
    (folder / "reference" / "cases.json").write_text(json.dumps(said))
    print(name, sum(p.numel() for p in net.parameters()), "parameters", sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()), "bytes")


if __name__ == "__main__":
    torch.set_num_threads(1)
    make("text-tied", 3, tie_word_embeddings=True)
    make("text-untied-biased", 4, tie_word_embeddings=False, attention_bias=True)
