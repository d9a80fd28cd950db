class Trainer(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  # Losses, gradients and steps of Qwen3 and of the decoder of Qwen3-VL. The module owns nothing: weights, moments and
  # batches are arguments. Weights are float32; they are computed with in the type that dims name.
  # all:   the weights, each once
  # order: for embedding, final norm, head, then 11 per layer (norm, q, k, v, q norm, k norm, o, norm, gate, up, down): which of all
  # bias:  empty, or 4 per layer: which of all are the biases of q, k, v, o
  # dims:  layers, query heads, key-value heads, head width, type computed with (6 float32, 15 bfloat16), whether layers are
  #        computed again on the way back instead of being kept
  # reals: epsilon of norms, base of rotary frequencies
  # A batch is a flat list of tokens, prompts first, so that matrices see no padding. For attention they are laid out by
  # `prompts` [B, T] and `branches` [B * G, L]: which token stands there (any, where none does), each prompt followed by G branches
  # that see it and themselves; `back` says where in both layouts, one after the other, each token stands.
  def norm(self, x: Tensor, w: Tensor, eps: float) -> Tensor:
    if x.dtype == 6:
      return torch.rms_norm(x, [x.size(-1)], w, eps)
    return torch.rms_norm(x.float(), [x.size(-1)], None, eps).to(x.dtype) * w.to(x.dtype)
  def multiply(self, x: Tensor, w: Tensor, b: Optional[Tensor]) -> Tensor:
    t = x.dtype
    if b is not None:
      return torch.linear(x, w.to(t), b.to(t))
    return torch.linear(x, w.to(t))
  def turn(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    # sin carries the sign of the first half
    return x * cos + torch.roll(x, [x.size(-1) // 2], [-1]) * sin
  def angles(self, positions: Tensor, axes: Tensor, width: int, theta: float, t: int) -> Tuple[Tensor, Tensor]:
    # positions: int64 [3, tokens]; axes: int64 [head width / 2], which of the three a frequency follows
    e = torch.arange(0, width, 2, dtype=6, device=torch.device("cpu")) / width
    frequencies = torch.reciprocal(torch.pow(theta, e)).to(positions.device)
    f = torch.index_select(positions.float(), 0, axes).t() * frequencies
    c = torch.cos(f)
    s = torch.sin(f)
    return (torch.cat([c, c], -1).to(t).unsqueeze(1), torch.cat([torch.neg(s), s], -1).to(t).unsqueeze(1))
  def unseen(self, lengths: Tensor, t: int, prompt: int, branches: int, length: int) -> Tensor:
    # [branches, 1, length, prompt + length]: 0 where a token of a branch sees, minus infinity where it does not
    past = torch.ge(torch.arange(0, prompt, 1, dtype=4, device=lengths.device).unsqueeze(0), lengths.unsqueeze(1))
    past = past.unsqueeze(1).expand([lengths.size(0), branches // lengths.size(0), prompt]).reshape([branches, 1, 1, prompt]).expand([branches, 1, length, prompt])
    own = torch.logical_not(torch.tril(torch.ones([length, length], dtype=11, device=lengths.device))).view([1, 1, length, length]).expand([branches, 1, length, length])
    hidden = torch.cat([past, own], -1)
    return torch.masked_fill(torch.zeros(hidden.size(), dtype=t, device=lengths.device), hidden, float("-inf"))
  def laid(self, x: Tensor, slots: Tensor) -> Tensor:
    # [tokens, heads, width] as [sequences, heads, places, width]
    return torch.index_select(x, 0, slots.view([-1])).view([slots.size(0), slots.size(1), x.size(1), x.size(2)]).transpose(1, 2)
  def shared(self, k: Tensor, heads: int) -> Tensor:
    # each key-value head for the query heads that share it
    g = heads // k.size(1)
    if g == 1:
      return k
    return k.unsqueeze(2).expand([k.size(0), k.size(1), g, k.size(2), k.size(3)]).reshape([k.size(0), heads, k.size(2), k.size(3)])
  def repeated(self, k: Tensor, branches: int) -> Tensor:
    # the prompt's keys for each of its branches
    n = branches // k.size(0)
    return k.unsqueeze(1).expand([k.size(0), n, k.size(1), k.size(2), k.size(3)]).reshape([branches, k.size(1), k.size(2), k.size(3)])
  def layer(self, x: Tensor, w: List[Tensor], b: List[Tensor], cos: Tensor, sin: Tensor, prompts: Tensor, branches: Tensor, back: Tensor, mask: Tensor, dims: List[int], eps: float) -> Tensor:
    n = x.size(0)
    nh = dims[1]
    nkv = dims[2]
    hd = dims[3]
    bq = annotate(Optional[Tensor], None)
    bk = annotate(Optional[Tensor], None)
    bv = annotate(Optional[Tensor], None)
    bo = annotate(Optional[Tensor], None)
    if len(b) > 0:
      bq = b[0]
      bk = b[1]
      bv = b[2]
      bo = b[3]
    h = self.norm(x, w[0], eps)
    q = self.turn(self.norm(self.multiply(h, w[1], bq).view([n, nh, hd]), w[4], eps), cos, sin)
    k = self.turn(self.norm(self.multiply(h, w[2], bk).view([n, nkv, hd]), w[5], eps), cos, sin)
    v = self.multiply(h, w[3], bv).view([n, nkv, hd])
    pk = self.laid(k, prompts)
    pv = self.laid(v, prompts)
    a = torch.scaled_dot_product_attention(self.laid(q, prompts), self.shared(pk, nh), self.shared(pv, nh), None, 0.0, True)
    a = a.transpose(1, 2).reshape([-1, nh * hd])
    r = branches.size(0)
    if r > 0:
      bk2 = torch.cat([self.repeated(pk, r), self.laid(k, branches)], 2)
      bv2 = torch.cat([self.repeated(pv, r), self.laid(v, branches)], 2)
      c = torch.scaled_dot_product_attention(self.laid(q, branches), self.shared(bk2, nh), self.shared(bv2, nh), mask)
      a = torch.cat([a, c.transpose(1, 2).reshape([-1, nh * hd])], 0)
    x = x + self.multiply(torch.index_select(a, 0, back), w[6], bo)
    h = self.norm(x, w[7], eps)
    return x + self.multiply(torch.silu(self.multiply(h, w[8], None)) * self.multiply(h, w[9], None), w[10], None)
  def picked(self, all: List[Tensor], which: List[int], first: int, n: int) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    if len(which) > 0:
      for i in range(n):
        out.append(all[which[first + i]])
    return out
  def leaves(self, all: List[Tensor]) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    for t in all:
      out.append(t.detach().requires_grad_(True))
    return out
  def given(self, x: Optional[Tensor], like: Tensor) -> Tensor:
    if x is None:
      return torch.zeros_like(like)
    return x
  def among(self, h: Tensor, head: Tensor, columns: Tensor, local: Tensor, good: Tensor, temperature: Tensor) -> Tuple[Tensor, Tensor]:
    # Decisions among a few ids. columns: all ids that any of them allows; local [decisions, most]: which of these each allows,
    # -1 behind the last; good: 1 where an id is right. Returns the log-probability of any right one, and the entropy.
    barred = torch.lt(local, 0)
    l = torch.gather(torch.linear(h, torch.index_select(head, 0, columns).to(h.dtype)).float(), 1, torch.clamp(local, 0)) / temperature.unsqueeze(1)
    l = torch.masked_fill(l, barred, -1000000000.)
    all = torch.logsumexp(l, [1])
    each = l - all.unsqueeze(1)
    score = torch.logsumexp(torch.masked_fill(l, torch.lt(good, 0.5), -1000000000.), [1]) - all
    return (score, torch.neg(torch.sum(torch.exp(each) * each, [1])))
  def free(self, h: Tensor, head: Tensor, target: Tensor, temperature: Tensor) -> Tuple[Tensor, Tensor]:
    # Decisions among the whole vocabulary.
    each = torch.log_softmax(torch.linear(h, head.to(h.dtype)).float() / temperature.unsqueeze(1), -1)
    score = torch.gather(each, 1, target.unsqueeze(1)).squeeze(1)
    return (score, torch.neg(torch.sum(torch.exp(each) * each, [1])))
  def loss(self, score: Tensor, entropy: Tensor, numbers: Tensor, mode: int, options: List[float]) -> Tuple[Tensor, Tensor]:
    # numbers [6, decisions]: temperature, weight, old log-probability, advantage, reference log-probability, weight of the entropy
    # mode: 0 supervised, 1 policy against old, 2 policy against itself
    # options: lower clip, upper clip, dual clip (0: none), weight of the divergence, largest log-ratio, largest divergence
    weight = numbers[1]
    if mode == 0:
      l = torch.neg(torch.sum(weight * score))
      return (l, torch.stack([l.detach(), torch.zeros_like(l), torch.zeros_like(l)]))
    old = numbers[2]
    if mode == 2:
      old = score.detach()
    a = numbers[3]
    ratio = torch.exp(torch.clamp(score - old, -options[4], options[4]))
    plain = torch.neg(a) * ratio
    cut = torch.neg(a) * torch.clamp(ratio, 1.0 - options[0], 1.0 + options[1])
    each = torch.maximum(plain, cut)
    if options[2] > 0.0:
      each = torch.where(torch.lt(a, 0.0), torch.minimum(each, a * -options[2]), each)
    policy = torch.sum(weight * each)
    acted = torch.sum(weight * torch.lt(plain, each).float())
    total = policy - torch.sum(numbers[5] * entropy)
    kl = torch.zeros_like(policy)
    if options[3] > 0.0:
      d = torch.clamp(numbers[4] - score, -options[4], options[4])
      kl = torch.sum(weight * torch.clamp(torch.exp(d) - d - 1.0, -options[5], options[5]))
      total = total + kl * options[3]
    return (total, torch.stack([policy.detach(), kl.detach(), acted.detach()]))
  def embedded(self, table: Tensor, ids: Tensor, features: List[Tensor], places: Tensor, t: int) -> Tensor:
    x = torch.embedding(table, ids).to(t)
    if len(features) > 0:
      x = torch.index_copy(x, 0, places, features[0].to(t))
    return x
  def deepened(self, x: Tensor, i: int, features: List[Tensor], places: Tensor) -> Tensor:
    # what DeepStack adds after layer i
    if i + 1 < len(features):
      return torch.index_add(x, 0, places, features[i + 1].to(x.dtype))
    return x
  def evaluate(self, all: List[Tensor], order: List[int], bias: List[int], dims: List[int], reals: List[float], axes: Tensor, ids: Tensor, positions: Tensor, prompts: Tensor, branches: Tensor, back: Tensor, lengths: Tensor, rows: Tensor, columns: Tensor, local: Tensor, good: Tensor, target: Tensor, numbers: Tensor, features: List[Tensor], places: Tensor) -> Tensor:
    # log-probabilities and entropies, [2 * decisions]
    t = dims[4]
    cos, sin = self.angles(positions, axes, dims[3], reals[1], t)
    mask = self.unseen(lengths, t, prompts.size(1), branches.size(0), branches.size(1))
    x = self.embedded(all[order[0]], ids, features, places, t)
    for i in range(dims[0]):
      x = self.layer(x, self.picked(all, order, 3 + 11 * i, 11), self.picked(all, bias, 4 * i, 4), cos, sin, prompts, branches, back, mask, dims, reals[0])
      x = self.deepened(x, i, features, places)
    h = self.norm(torch.index_select(x, 0, rows), all[order[1]], reals[0])
    head = all[order[2]]
    scores = annotate(List[Tensor], [])
    entropies = annotate(List[Tensor], [])
    few = local.size(0)
    if few > 0:
      s, e = self.among(h.narrow(0, 0, few), head, columns, local, good, numbers[0].narrow(0, 0, few))
      scores.append(s)
      entropies.append(e)
    i = 0
    while i < target.size(0):
      n = min(33554432 // head.size(0) + 1, target.size(0) - i)
      s, e = self.free(h.narrow(0, few + i, n), head, target.narrow(0, i, n), numbers[0].narrow(0, few + i, n))
      scores.append(s)
      entropies.append(e)
      i = i + n
    return torch.cat([torch.cat(scores), torch.cat(entropies)]).double().to(device=torch.device("cpu"))
  def gradients(self, sums: List[Tensor], mode: int, options: List[float], all: List[Tensor], order: List[int], bias: List[int], dims: List[int], reals: List[float], axes: Tensor, ids: Tensor, positions: Tensor, prompts: Tensor, branches: Tensor, back: Tensor, lengths: Tensor, rows: Tensor, columns: Tensor, local: Tensor, good: Tensor, target: Tensor, numbers: Tensor, features: List[Tensor], places: Tensor) -> Tuple[Tensor, List[Tensor]]:
    # Adds the gradients to sums. Returns loss, policy loss, divergence, share cut by clips, log-probabilities and entropies; and the
    # gradients of features.
    t = dims[4]
    eps = reals[0]
    again = dims[5] > 0
    w = self.leaves(all)
    seen = self.leaves(features)
    cos, sin = self.angles(positions, axes, dims[3], reals[1], t)
    mask = self.unseen(lengths, t, prompts.size(1), branches.size(0), branches.size(1))
    # where layers are computed again, weights that ask for no gradient keep nothing
    u = w
    f = seen
    if again:
      u = all
      f = features
    kept = annotate(List[Tensor], [])
    x = self.embedded(u[order[0]], ids, f, places, t)
    for i in range(dims[0]):
      if again:
        kept.append(x)
      x = self.layer(x, self.picked(u, order, 3 + 11 * i, 11), self.picked(u, bias, 4 * i, 4), cos, sin, prompts, branches, back, mask, dims, eps)
      x = self.deepened(x, i, f, places)
    top = x
    if again:
      top = x.detach().requires_grad_(True)
    h = self.norm(torch.index_select(top, 0, rows), w[order[1]], eps)
    # First from the loss back to these rows and the head, some decisions at a time, so that scores of a large vocabulary are never all there.
    head = w[order[2]]
    scores = annotate(List[Tensor], [])
    entropies = annotate(List[Tensor], [])
    down = annotate(List[Tensor], [])
    parts = torch.zeros([3], dtype=6, device=ids.device)
    total = torch.zeros([], dtype=6, device=ids.device)
    few = local.size(0)
    if few > 0:
      hs = h.narrow(0, 0, few).detach().requires_grad_(True)
      s, e = self.among(hs, head, columns, local, good, numbers[0].narrow(0, 0, few))
      l, p = self.loss(s, e, numbers.narrow(1, 0, few), mode, options)
      gs = torch.grad([l], [hs, head])
      down.append(unchecked_cast(Tensor, gs[0]))
      y = sums[order[2]].add_(unchecked_cast(Tensor, gs[1]))
      total = total + l.detach()
      parts = parts + p
      scores.append(s.detach())
      entropies.append(e.detach())
    i = 0
    while i < target.size(0):
      n = min(33554432 // head.size(0) + 1, target.size(0) - i)
      hs = h.narrow(0, few + i, n).detach().requires_grad_(True)
      s, e = self.free(hs, head, target.narrow(0, i, n), numbers[0].narrow(0, few + i, n))
      l, p = self.loss(s, e, numbers.narrow(1, few + i, n), mode, options)
      gs = torch.grad([l], [hs, head])
      down.append(unchecked_cast(Tensor, gs[0]))
      y = sums[order[2]].add_(unchecked_cast(Tensor, gs[1]))
      total = total + l.detach()
      parts = parts + p
      scores.append(s.detach())
      entropies.append(e.detach())
      i = i + n
    # Then from the rows to everything below.
    gh = torch.cat(down)
    below = annotate(List[Tensor], [])
    if again:
      gs = torch.grad([h], [top, w[order[1]]], annotate(Optional[List[Optional[Tensor]]], [gh]))
      g = unchecked_cast(Tensor, gs[0])
      y = sums[order[1]].add_(unchecked_cast(Tensor, gs[1]))
      i = dims[0] - 1
      while i >= 0:
        x = kept[i].detach().requires_grad_(True)
        lw = self.picked(w, order, 3 + 11 * i, 11)
        lb = self.picked(w, bias, 4 * i, 4)
        ins = [x]
        for leaf in lw:
          ins.append(leaf)
        for leaf in lb:
          ins.append(leaf)
        if i + 1 < len(features):
          # what is added after the layer changes nothing for the layer
          below.append(torch.index_select(g, 0, places))
        out = self.layer(x, lw, lb, cos, sin, prompts, branches, back, mask, dims, eps)
        gs = torch.grad([out], ins, annotate(Optional[List[Optional[Tensor]]], [g]))
        g = unchecked_cast(Tensor, gs[0])
        for j in range(11):
          y = sums[order[3 + 11 * i + j]].add_(unchecked_cast(Tensor, gs[1 + j]))
        for j in range(len(lb)):
          y = sums[bias[4 * i + j]].add_(unchecked_cast(Tensor, gs[12 + j]))
        i = i - 1
      leaf = w[order[0]]
      x = self.embedded(leaf, ids, seen, places, t)
      ins = [leaf]
      if len(seen) > 0:
        ins.append(seen[0])
      gs = torch.grad([x], ins, annotate(Optional[List[Optional[Tensor]]], [g]))
      y = sums[order[0]].add_(unchecked_cast(Tensor, gs[0]))
      if len(seen) > 0:
        below.append(unchecked_cast(Tensor, gs[1]))
      ordered = annotate(List[Tensor], [])
      for j in range(len(below)):
        ordered.append(below[len(below) - 1 - j])
      below = ordered
    else:
      ins = annotate(List[Tensor], [])
      for leaf in w:
        ins.append(leaf)
      for leaf in seen:
        ins.append(leaf)
      gs = torch.grad([h], ins, annotate(Optional[List[Optional[Tensor]]], [gh]), None, False, True)
      # a head that is no embedding got its gradients above; towers are not below
      for j in range(len(all)):
        g2 = gs[j]
        if g2 is not None:
          y = sums[j].add_(g2)
      for j in range(len(seen)):
        below.append(self.given(gs[len(all) + j], seen[j]))
    first = torch.cat([total.view([1]), parts])
    return (torch.cat([first, torch.cat(scores), torch.cat(entropies)]).double().to(device=torch.device("cpu")), below)
  def accumulate(self, sums: List[Tensor], mode: int, options: List[float], all: List[Tensor], order: List[int], bias: List[int], dims: List[int], reals: List[float], axes: Tensor, ids: Tensor, positions: Tensor, prompts: Tensor, branches: Tensor, back: Tensor, lengths: Tensor, rows: Tensor, columns: Tensor, local: Tensor, good: Tensor, target: Tensor, numbers: Tensor, features: List[Tensor], places: Tensor) -> Tensor:
    said, below = self.gradients(sums, mode, options, all, order, bias, dims, reals, axes, ids, positions, prompts, branches, back, lengths, rows, columns, local, good, target, numbers, features, places)
    return said
  def apply(self, all: List[Tensor], sums: List[Tensor], m: List[Tensor], v: List[Tensor], steps: List[Tensor], hyper: List[float]) -> Tensor:
    # One step of AdamW with the gradients in sums, which are 0 afterwards. hyper: rate, betas, epsilon, decay, largest norm.
    # Returns the norm before it was bounded; nothing else changes where it is not finite.
    norm = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(sums, 2)), 2)
    if bool(torch.isfinite(norm)):
      torch._foreach_mul_(sums, torch.clamp(torch.reciprocal(norm + 1e-6) * hyper[5], None, 1.0))
      torch._foreach_add_(steps, 1)
      largest = annotate(List[Tensor], [])
      torch._fused_adamw_(all, sums, m, v, largest, steps, lr=hyper[0], beta1=hyper[1], beta2=hyper[2], weight_decay=hyper[4], eps=hyper[3], amsgrad=False, maximize=False)
    torch._foreach_zero_(sums)
    return norm.double().view([1]).to(device=torch.device("cpu"))
  def step(self, m: List[Tensor], v: List[Tensor], steps: List[Tensor], hyper: List[float], sums: List[Tensor], mode: int, options: List[float], all: List[Tensor], order: List[int], bias: List[int], dims: List[int], reals: List[float], axes: Tensor, ids: Tensor, positions: Tensor, prompts: Tensor, branches: Tensor, back: Tensor, lengths: Tensor, rows: Tensor, columns: Tensor, local: Tensor, good: Tensor, target: Tensor, numbers: Tensor, features: List[Tensor], places: Tensor) -> Tensor:
    # both of the above in one call; the norm comes first
    said = self.accumulate(sums, mode, options, all, order, bias, dims, reals, axes, ids, positions, prompts, branches, back, lengths, rows, columns, local, good, target, numbers, features, places)
    return torch.cat([self.apply(all, sums, m, v, steps, hyper), said])
  def zeros(self, shape: List[int], like: Tensor) -> Tensor:
    return torch.zeros(shape, dtype=6, device=like.device)
  def unfilled(self, shape: List[int], type: int) -> Tensor:
    # memory of the processor, to be written to
    return torch.empty(shape, dtype=type, device=torch.device("cpu"))
  def part(self, x: Tensor, first: int, n: int) -> Tensor:
    return x.view([-1]).narrow(0, first, n)
  def widened(self, x: Tensor, like: Tensor) -> Tensor:
    # a weight of its own, float32, on the device of `like`
    return x.to(device=like.device, dtype=6, copy=True)
  def numbers(self, x: Tensor, first: int, n: int) -> Tensor:
    return x.detach().view([-1]).narrow(0, first, n).to(device=torch.device("cpu"))
  def put(self, x: Tensor, values: Tensor) -> int:
    y = x.view([-1]).copy_(values)
    return x.numel()
  def unsound(self, all: List[Tensor]) -> int:
    # the first tensor with a value that is not finite, or -1
    for i in range(len(all)):
      least, most = torch.aminmax(all[i])
      if not bool(torch.isfinite(least)) or not bool(torch.isfinite(most)):
        return i
    return -1
