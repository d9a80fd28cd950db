"""PyTorch eager's side of TrainerBenchmark, which starts it:

    python trainer_reference.py FOLDER THREADS

Reads a line of JSON, answers with one. `{"batch": [{"prompt", "response", "drawn", "reward"}]}` is what the following
`{"step": 1}` learn from: the clipped objective over the drawn positions, backward, bounded norm, AdamW. Times are
nanoseconds of wall.
"""

import json
import sys
import time

import torch
from transformers import Qwen3ForCausalLM, logging

logging.set_verbosity_error()


def main(folder, threads):
    torch.set_num_threads(int(threads))
    model = Qwen3ForCausalLM.from_pretrained(folder, dtype=torch.float32).train()
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-6, betas=(0.9, 0.99), weight_decay=0.01, fused=True)
    print(json.dumps({"ready": torch.__version__}), flush=True)
    ids = mask = rows = columns = chosen = advantage = None
    for line in sys.stdin:
        said = json.loads(line)
        if "batch" in said:
            batch = said["batch"]
            longest = max(len(t["prompt"]) + len(t["response"]) for t in batch)
            ids = torch.zeros(len(batch), longest, dtype=torch.long)
            mask = torch.zeros(len(batch), longest, dtype=torch.long)
            places = []
            for i, t in enumerate(batch):
                whole = t["prompt"] + t["response"]
                ids[i, :len(whole)] = torch.tensor(whole)
                mask[i, :len(whole)] = 1
                places += [(i, len(t["prompt"]) + at - 1, t["response"][at], t["reward"]) for at in t["drawn"]]
            rows, columns, chosen = (torch.tensor([p[k] for p in places]) for k in range(3))
            advantage = torch.tensor([p[3] for p in places], dtype=torch.float32)
            print(json.dumps({"places": len(places)}), flush=True)
            continue
        began = time.perf_counter_ns()
        optimiser.zero_grad(set_to_none=True)
        hidden = model.model(input_ids=ids, attention_mask=mask, use_cache=False).last_hidden_state[rows, columns]
        scores = torch.log_softmax(model.lm_head(hidden).float(), -1).gather(1, chosen[:, None])[:, 0]
        ratio = torch.exp(scores - scores.detach())
        loss = -torch.minimum(ratio * advantage, ratio.clamp(0.8, 1.28) * advantage).mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        print(json.dumps({"wall": time.perf_counter_ns() - began, "loss": loss.item()}), flush=True)


main(*sys.argv[1:])
