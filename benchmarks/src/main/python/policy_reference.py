"""The public library's side of PolicyBenchmark, which starts it:

    python policy_reference.py make FOLDER SHAPE DTYPE            writes a random checkpoint
    python policy_reference.py serve FOLDER DTYPE THREADS DEVICE  answers commands, one JSON line each

Commands: `prefill N` times the prefill of N tokens. `begin L1 L2 ...` fills a batch of prompts of these lengths,
padded on the left. `decode N` times N greedy steps of it. Times are nanoseconds, wall and CPU of the process.
"""

import json
import sys
import time

import torch
from transformers import Qwen3Config, Qwen3ForCausalLM, logging

SHAPES = {
    "28x256": dict(hidden_size=256, num_hidden_layers=28, num_attention_heads=4, num_key_value_heads=4, head_dim=64,
                   intermediate_size=768, vocab_size=4096),
    "0.6B": dict(hidden_size=1024, num_hidden_layers=28, num_attention_heads=16, num_key_value_heads=8, head_dim=128,
                 intermediate_size=3072, vocab_size=151936),
    "4B": dict(hidden_size=2560, num_hidden_layers=36, num_attention_heads=32, num_key_value_heads=8, head_dim=128,
               intermediate_size=9728, vocab_size=151936),
}


def make(folder, shape, dtype):
    torch.manual_seed(0)
    config = Qwen3Config(**SHAPES[shape], tie_word_embeddings=True, max_position_embeddings=4096, rms_norm_eps=1e-6,
                         rope_parameters=dict(rope_type="default", rope_theta=1_000_000.0))
    Qwen3ForCausalLM(config).to(getattr(torch, dtype)).save_pretrained(folder)


def words(n, vocabulary):
    return [i * 7919 % vocabulary for i in range(n)]


class Timed:
    def __init__(self, device):
        self.finish = torch.cuda.synchronize if device.startswith("cuda") else lambda: None

    def __enter__(self):
        self.finish()
        self.wall, self.cpu = time.perf_counter_ns(), time.process_time_ns()
        return self

    def __exit__(self, *_):
        self.finish()
        self.wall, self.cpu = time.perf_counter_ns() - self.wall, time.process_time_ns() - self.cpu


@torch.inference_mode()
def serve(folder, dtype, threads, device):
    torch.set_num_threads(int(threads))
    model = Qwen3ForCausalLM.from_pretrained(folder, dtype=getattr(torch, dtype)).eval().to(device)
    vocabulary = model.config.vocab_size
    state = None
    print(json.dumps({"ready": torch.__version__}), flush=True)
    for line in sys.stdin:
        command, *numbers = line.split()
        numbers = [int(n) for n in numbers]
        walls, cpus = [], []
        if command == "prefill":
            ids = torch.tensor([words(numbers[0], vocabulary)], device=device)
            with Timed(device) as t:
                model(input_ids=ids, use_cache=True, logits_to_keep=1)
            walls.append(t.wall)
            cpus.append(t.cpu)
        elif command == "begin":
            longest = max(numbers)
            ids = torch.tensor([[0] * (longest - n) + words(n, vocabulary) for n in numbers], device=device)
            mask = torch.tensor([[0] * (longest - n) + [1] * n for n in numbers], device=device)
            out = model(input_ids=ids, attention_mask=mask, position_ids=(mask.cumsum(-1) - 1).clamp(min=0), use_cache=True, logits_to_keep=1)
            state = (out.past_key_values, mask, out.logits[:, -1].argmax(-1, keepdim=True))
        elif command == "decode":
            past, mask, last = state
            padded = len(set(mask.sum(-1).tolist())) > 1
            for _ in range(numbers[0]):
                with Timed(device) as t:
                    mask = torch.cat([mask, mask.new_ones(mask.size(0), 1)], -1)
                    more = dict(attention_mask=mask, position_ids=mask.sum(-1, keepdim=True) - 1) if padded else {}
                    out = model(input_ids=last, past_key_values=past, use_cache=True, **more)
                    last = out.logits[:, -1].argmax(-1, keepdim=True)
                walls.append(t.wall)
                cpus.append(t.cpu)
            state = (past, mask, last)
        print(json.dumps({"wall": walls, "cpu": cpus}), flush=True)


if __name__ == "__main__":
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    {"make": make, "serve": serve}[sys.argv[1]](*sys.argv[2:])
