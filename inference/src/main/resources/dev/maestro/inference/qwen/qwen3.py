class Weight(NamedTuple):
  plain : Tensor
  halves : List[__torch__.torch.classes.quantized.LinearPackedParamsBase]
  scale : float
class Qwen3(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  # Arithmetic of Qwen3 and Qwen3-VL. The module owns nothing: weights, keys and values are arguments.
  # A weight is a plain tensor, or a matrix in halves: float16 in the order in which a processor's kernels read it,
  # times a power of two, `scale`; a large one in several pieces, one below the other. Kernels widen halves in registers
  # and multiply in float32.
  # w:    embedding, final norm, head, then 11 per layer: norm, q, k, v, q norm, k norm, o, norm, gate, up, down
  # b:    empty, or 4 per layer: biases of q, k, v, o
  # dims: layers, query heads, key-value heads, head width, how to multiply
  # How to multiply: 0 in the weights' type; 1 in float32, weights widened block by block as they are used
  # (for processors that multiply bfloat16 slowly). Weights of another type than the activations were widened
  # beforehand. Packed weights (is_mkldnn, float32) lie as the processor's kernels read them. Sums are float32 in
  # every case.
  def scaled(self, x: Tensor, halves: List[__torch__.torch.classes.quantized.LinearPackedParamsBase]) -> Tensor:
    if len(halves) == 1:
      return ops.quantized.linear_dynamic_fp16(x, halves[0])
    pieces = annotate(List[Tensor], [])
    for half in halves:
      pieces.append(ops.quantized.linear_dynamic_fp16(x, half))
    return torch.cat(pieces, -1)
  def multiply(self, x: Tensor, weight: __torch__.Weight, b: Optional[Tensor], how: int) -> Tensor:
    t = x.dtype
    w = weight.plain
    if len(weight.halves) > 0:
      y = self.scaled(x.float(), weight.halves).mul_(weight.scale)
    elif w.is_mkldnn:
      y = ops.mkldnn._linear_pointwise(x.float().contiguous(), w, None, "none", annotate(List[Optional[number]], []), "")
    elif w.dtype != t:
      y = torch.linear(x.float(), w)
    elif how == 0 or x.size(0) == 1:
      return torch.linear(x, w, b)
    else:
      n = w.size(0)
      # About a million weights at a time stay in the cache between widening and use.
      step = 1048576 // w.size(1) + 1
      f = x.float()
      y = torch.empty([x.size(0), n], dtype=6, device=x.device)
      i = 0
      while i < n:
        m = min(step, n - i)
        o = torch.mm(f, w.narrow(0, i, m).float().t(), out=y.narrow(1, i, m))
        i = i + m
    if b is not None:
      y = y + b
    return y.to(t)
  def plus(self, x: Tensor, a: Tensor, weight: __torch__.Weight, b: Optional[Tensor], how: int) -> Tensor:
    if b is None and x.dtype == 6:
      w = weight.plain
      if len(weight.halves) > 0:
        return x.add_(self.scaled(a, weight.halves), alpha=weight.scale)
      if w.dtype == 6 and not w.is_mkldnn:
        return x.addmm_(a, w.t())
    return x.add_(self.multiply(a, weight, b, how))
  def rms(self, x: Tensor, w: Tensor, eps: Tensor) -> Tensor:
    # in float32 whatever comes in; a norm is one operation where squares and their mean are four
    r = torch.linalg_vector_norm(x, 2, [-1], True, dtype=6)
    r = torch.rsqrt_(torch.addcmul(eps, r, r, value=1.0 / float(x.size(-1))))
    y = torch.mul(x, r)
    if x.dtype == 6:
      return y.mul_(w)
    return y.to(x.dtype) * w
  def scalar(self, x: float, like: Tensor) -> Tensor:
    return torch.full([1], x, dtype=6, device=like.device)
  def rotate(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    # sin carries the sign of the first half
    r = torch.roll(x, [x.size(-1) // 2], [-1])
    if x.dtype == 6:
      return torch.addcmul(x * cos, r, sin)
    return x * cos + r * sin
  def frequencies(self, width: int, theta: float, like: Tensor) -> Tensor:
    e = torch.arange(0, width, 2, dtype=6, device=torch.device("cpu")) / width
    return torch.reciprocal(torch.pow(theta, e)).to(like.device)
  def angles(self, positions: Tensor, axes: Tensor, frequencies: Tensor, like: Tensor) -> Tuple[Tensor, Tensor]:
    # positions: int64 [3, tokens]; axes: int64 [head width / 2], which of the three a frequency follows
    f = torch.index_select(positions.float(), 0, axes).t() * frequencies
    c = torch.cos(f)
    s = torch.sin(f)
    return (torch.cat([c, c], -1).to(like.dtype).unsqueeze(1), torch.cat([torch.neg(s), s], -1).to(like.dtype).unsqueeze(1))
  def project(self, x: Tensor, w: List[__torch__.Weight], b: List[__torch__.Weight], i: int, cos: Tensor, sin: Tensor, dims: List[int], eps: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    # queries [tokens, heads, width] and keys, rotated, and values [tokens, key-value heads, width]
    n = x.size(0)
    hd = dims[3]
    how = dims[4]
    o = 3 + 11 * i
    bq = annotate(Optional[Tensor], None)
    bk = annotate(Optional[Tensor], None)
    bv = annotate(Optional[Tensor], None)
    if len(b) > 0:
      bq = b[4 * i].plain
      bk = b[4 * i + 1].plain
      bv = b[4 * i + 2].plain
    h = self.rms(x, w[o].plain, eps)
    q = self.multiply(h, w[o + 1], bq, how).view([n, dims[1], hd])
    k = self.multiply(h, w[o + 2], bk, how).view([n, dims[2], hd])
    v = self.multiply(h, w[o + 3], bv, how).view([n, dims[2], hd])
    return (self.rotate(self.rms(q, w[o + 4].plain, eps), cos, sin), self.rotate(self.rms(k, w[o + 5].plain, eps), cos, sin), v)
  def finish(self, x: Tensor, a: Tensor, w: List[__torch__.Weight], b: List[__torch__.Weight], i: int, dims: List[int], eps: Tensor) -> Tensor:
    # the rest of the layer after attention; changes x
    how = dims[4]
    o = 3 + 11 * i
    bo = annotate(Optional[Tensor], None)
    if len(b) > 0:
      bo = b[4 * i + 3].plain
    x = self.plus(x, a, w[o + 6], bo, how)
    h = self.rms(x, w[o + 7].plain, eps)
    g = torch.silu_(self.multiply(h, w[o + 8], None, how)).mul_(self.multiply(h, w[o + 9], None, how))
    return self.plus(x, g, w[o + 10], None, how)
  def head(self, x: Tensor, w: List[__torch__.Weight], dims: List[int], eps: Tensor) -> Tensor:
    return self.multiply(self.rms(x, w[1].plain, eps), w[2], None, dims[4]).float()
  def prefill(self, w: List[__torch__.Weight], b: List[__torch__.Weight], ks: List[Tensor], vs: List[Tensor], axes: Tensor, frequencies: Tensor, dims: List[int], eps: Tensor, tokens: List[int], positions: List[int], start: int, past: int, features: List[Tensor], placed: List[int], all: bool) -> Tensor:
    # Appends tokens to the sequence whose first token lies at row `start` of the keys and values and which holds
    # `past` tokens. features[j]: [1 + DeepStack layers, rows, hidden]; placed: first token, first row, count for each.
    n = len(tokens)
    nkv = dims[2]
    g = dims[1] // nkv
    hd = dims[3]
    device = w[0].plain.device
    x = torch.embedding(w[0].plain, torch.tensor(tokens, dtype=4, device=device))
    if x.dtype != ks[0].dtype:
      x = x.to(ks[0].dtype)
    for j in range(len(features)):
      y = x.narrow(0, placed[3 * j], placed[3 * j + 2]).copy_(features[j][0].narrow(0, placed[3 * j + 1], placed[3 * j + 2]))
    cos, sin = self.angles(torch.tensor(positions, dtype=4, device=device).view([3, n]), axes, frequencies, x)
    mask = annotate(Optional[Tensor], None)
    if past > 0 and n > 1:
      seen = torch.ones([n, past + n], dtype=11, device=device).tril_(past)
      mask = torch.zeros([n, past + n], dtype=x.dtype, device=device).masked_fill_(torch.logical_not(seen), float("-inf")).unsqueeze(0).unsqueeze(0)
    for i in range(dims[0]):
      q, k, v = self.project(x, w, b, i, cos, sin, dims, eps)
      y = ks[i].narrow(1, start + past, n).copy_(k.transpose(0, 1))
      y = vs[i].narrow(1, start + past, n).copy_(v.transpose(0, 1))
      if n == 1:
        # one query: the heads that share keys become rows
        a = torch.scaled_dot_product_attention(q.view([1, nkv, g, hd]), ks[i].narrow(1, start, past + 1).unsqueeze(0), vs[i].narrow(1, start, past + 1).unsqueeze(0)).reshape([1, nkv * g * hd])
      else:
        # heads that share keys stand side by side, keys and values are seen by each without a copy
        kk = ks[i].narrow(1, start, past + n).unsqueeze(1).expand([nkv, g, past + n, hd])
        vv = vs[i].narrow(1, start, past + n).unsqueeze(1).expand([nkv, g, past + n, hd])
        a = torch.scaled_dot_product_attention(q.view([n, nkv, g, hd]).permute([1, 2, 0, 3]), kk, vv, mask, 0.0, past == 0).permute([2, 0, 1, 3]).reshape([n, nkv * g * hd])
      x = self.finish(x, a, w, b, i, dims, eps)
      for j in range(len(features)):
        if i + 1 < features[j].size(0):
          y = x.narrow(0, placed[3 * j], placed[3 * j + 2]).add_(features[j][i + 1].narrow(0, placed[3 * j + 1], placed[3 * j + 2]))
    if all:
      return self.head(x, w, dims, eps)
    return self.head(x.narrow(0, n - 1, 1), w, dims, eps)
  def decode(self, w: List[__torch__.Weight], b: List[__torch__.Weight], ks: List[Tensor], vs: List[Tensor], axes: Tensor, frequencies: Tensor, dims: List[int], eps: Tensor, tokens: List[int], positions: List[int], starts: List[int], pasts: List[int], together: bool) -> Tensor:
    # One token more for each of several sequences. together: attention of all of them at once, over copies of their
    # keys and values (for devices where a call costs more than the copy); else for each over its own stretch.
    n = len(tokens)
    nkv = dims[2]
    g = dims[1] // nkv
    hd = dims[3]
    device = w[0].plain.device
    x = torch.embedding(w[0].plain, torch.tensor(tokens, dtype=4, device=device))
    if x.dtype != ks[0].dtype:
      x = x.to(ks[0].dtype)
    p = torch.tensor(positions, dtype=4, device=device).unsqueeze(0).expand([3, n])
    cos, sin = self.angles(p, axes, frequencies, x)
    at = annotate(List[int], [])
    for j in range(n):
      at.append(starts[j] + pasts[j])
    rows = torch.tensor(at, dtype=4, device=device)
    # together: rows of the pool for each sequence, all as long as the longest, and what of it is seen
    seen = annotate(Optional[Tensor], None)
    gathered = rows
    if together and n > 1:
      longest = (max(pasts) // 16 + 1) * 16
      column = torch.arange(0, longest, 1, dtype=4, device=device).unsqueeze(0)
      last = torch.tensor(pasts, dtype=4, device=device).unsqueeze(1)
      first = torch.tensor(starts, dtype=4, device=device).unsqueeze(1)
      gathered = (first + torch.minimum(column, last)).view([-1])
      seen = torch.zeros([n, longest], dtype=x.dtype, device=device).masked_fill_(torch.gt(column, last), float("-inf")).view([n, 1, 1, longest])
    for i in range(dims[0]):
      q, k, v = self.project(x, w, b, i, cos, sin, dims, eps)
      kp = ks[i].index_copy_(1, rows, k.transpose(0, 1)).unsqueeze(0)
      vp = vs[i].index_copy_(1, rows, v.transpose(0, 1)).unsqueeze(0)
      q = q.view([n, nkv, g, hd])
      if n == 1:
        a = torch.scaled_dot_product_attention(q, kp.narrow(2, starts[0], pasts[0] + 1), vp.narrow(2, starts[0], pasts[0] + 1))
      elif seen is not None:
        kk = torch.index_select(ks[i], 1, gathered).view([nkv, n, -1, hd]).transpose(0, 1)
        vv = torch.index_select(vs[i], 1, gathered).view([nkv, n, -1, hd]).transpose(0, 1)
        a = torch.scaled_dot_product_attention(q, kk, vv, seen)
      else:
        parts = annotate(List[Tensor], [])
        for j in range(n):
          parts.append(torch.scaled_dot_product_attention(q.narrow(0, j, 1), kp.narrow(2, starts[j], pasts[j] + 1), vp.narrow(2, starts[j], pasts[j] + 1)))
        a = torch.cat(parts, 0)
      x = self.finish(x, a.reshape([n, nkv * g * hd]), w, b, i, dims, eps)
    return self.head(x, w, dims, eps)
  def merge(self, x: Tensor, v: List[__torch__.Weight], o: int, late: bool, how: int) -> Tensor:
    # v[o..]: norm weight and bias, two linear layers; late: norm over the merged patches
    n = v[o + 3].plain.size(0)
    if late:
      x = torch.layer_norm(x.reshape([-1, n]), [n], v[o].plain, v[o + 1].plain, 1e-6)
    else:
      x = torch.layer_norm(x, [x.size(-1)], v[o].plain, v[o + 1].plain, 1e-6).reshape([-1, n])
    return self.multiply(torch.gelu(self.multiply(x, v[o + 2], v[o + 3].plain, how)), v[o + 4], v[o + 5].plain, how)
  def see(self, v: List[__torch__.Weight], patches: Tensor, taps: List[int], weights: Tensor, angles: Tensor, layers: List[int], dims: List[int], like: Tensor) -> Tensor:
    # v: patch weight and bias, position table, 12 per block, main merger, one merger for each DeepStack layer
    # dims: blocks, heads, how to multiply; layers: blocks after which DeepStack looks
    # patches: [n, pixels]; taps: 4 rows of the position table for each patch, weights: [n, 4]; angles: [n, head width]
    # returns [1 + DeepStack layers, tokens, hidden], the merged image first
    n = patches.size(0)
    nh = dims[1]
    how = dims[2]
    t = like.dtype
    wide = v[1].plain.size(0)
    hd = wide // nh
    x = self.multiply(patches.to(t), v[0], v[1].plain, how)
    e = torch.embedding(v[2].plain, torch.tensor(taps, dtype=4, device=x.device)).view([n, 4, wide])
    x = x + torch.sum(e * weights.unsqueeze(-1), [1]).to(t)
    cos = torch.cos(angles).unsqueeze(1)
    s = torch.sin(angles)
    h = hd // 2
    sin = torch.cat([torch.neg(s.narrow(-1, 0, h)), s.narrow(-1, h, h)], -1).unsqueeze(1)
    out = annotate(List[Tensor], [])
    m = 3 + 12 * dims[0]
    for i in range(dims[0]):
      o = 3 + 12 * i
      y = torch.layer_norm(x, [wide], v[o].plain, v[o + 1].plain, 1e-6)
      qkv = self.multiply(y, v[o + 2], v[o + 3].plain, how).view([n, 3, nh, hd])
      q = self.rotate(qkv.select(1, 0).float(), cos, sin).to(t)
      k = self.rotate(qkv.select(1, 1).float(), cos, sin).to(t)
      a = torch.scaled_dot_product_attention(q.transpose(0, 1).unsqueeze(0), k.transpose(0, 1).unsqueeze(0), qkv.select(1, 2).transpose(0, 1).unsqueeze(0))
      x = x + self.multiply(a.squeeze(0).transpose(0, 1).reshape([n, wide]), v[o + 4], v[o + 5].plain, how)
      y = torch.layer_norm(x, [wide], v[o + 6].plain, v[o + 7].plain, 1e-6)
      x = x + self.multiply(torch.gelu(self.multiply(y, v[o + 8], v[o + 9].plain, how), approximate="tanh"), v[o + 10], v[o + 11].plain, how)
      for j in range(len(layers)):
        if layers[j] == i:
          out.append(self.merge(x, v, m + 6 + 6 * j, True, how))
    all = [self.merge(x, v, m, False, how)]
    for y in out:
      all.append(y)
    return torch.stack(all, 0)
  def best(self, logits: Tensor) -> Tensor:
    return torch.argmax(logits, -1).to(device=torch.device("cpu"))
  def row(self, logits: Tensor, i: int) -> Tensor:
    return logits[i].to(device=torch.device("cpu"))
  def chosen(self, logits: Tensor, tokens: List[int]) -> Tensor:
    t = torch.tensor(tokens, dtype=4, device=logits.device).unsqueeze(-1)
    l = torch.gather(logits, -1, t).squeeze(-1) - torch.logsumexp(logits, [-1])
    return l.to(device=torch.device("cpu"))
  def copy(self, ks: List[Tensor], vs: List[Tensor], source: int, target: int, n: int) -> int:
    # rows that overlap are copied through a temporary
    for i in range(len(ks)):
      a = ks[i].narrow(1, source, n)
      c = vs[i].narrow(1, source, n)
      if source < target + n and target < source + n:
        a = a.clone()
        c = c.clone()
      y = ks[i].narrow(1, target, n).copy_(a)
      y = vs[i].narrow(1, target, n).copy_(c)
    return n
  def room(self, layers: int, heads: int, tokens: int, width: int, like: Tensor) -> List[Tensor]:
    # keys and values; untouched memory costs nothing on a processor
    out = annotate(List[Tensor], [])
    for i in range(layers):
      out.append(torch.empty([heads, tokens, width], dtype=like.dtype, device=like.device))
    return out
  def like(self, x: Tensor, type: int) -> Tensor:
    return torch.empty([0], dtype=type, device=x.device)
  def unfilled(self, shape: List[int], type: int) -> Tensor:
    # memory of the processor, to be written to
    return torch.empty(shape, dtype=type, device=torch.device("cpu"))
  def part(self, x: Tensor, first: int, n: int) -> Tensor:
    return x.view([-1]).narrow(0, first, n)
  def adopt(self, x: Tensor, rounded: int, type: int, like: Tensor) -> Tensor:
    # with the values of one type, in another, on the device of `like`; not copied where nothing changes
    return x.to(device=like.device, dtype=rounded).to(type)
  def plain(self, w: Tensor) -> __torch__.Weight:
    return __torch__.Weight(w, annotate(List[__torch__.torch.classes.quantized.LinearPackedParamsBase], []), 1.)
  def packed(self, w: Tensor) -> __torch__.Weight:
    # for 16 rows at once; other numbers of rows are nearly as fast
    return self.plain(ops.mkldnn._reorder_linear_weight(w, 16))
  def halved(self, w: Tensor) -> __torch__.Weight:
    # With the largest value between 2 ** 14 and 2 ** 15 float16 holds every bfloat16 and float16 value as it is down to
    # 2 ** -31 of the largest, and smaller ones to 2 ** -39 of it. In other formats values would be rounded.
    least, most = torch.aminmax(w)
    exponent = 0
    largest = max(-float(least), float(most))
    if largest > 0.:
      exponent = min(15 - (torch.frexp(largest))[1], 100)
    # What does not fit into the caches takes four times as long to bring into the other order.
    n = w.size(0)
    rows = n
    if n * w.size(1) > 16777216:
      rows = (4194304 // w.size(1) // 64 + 1) * 64
    halves = annotate(List[__torch__.torch.classes.quantized.LinearPackedParamsBase], [])
    i = 0
    while i < n:
      f = w.narrow(0, i, min(rows, n - i)).to(6, False, True).mul_(torch.ldexp(1., exponent))
      halves.append(ops.quantized.linear_prepack_fp16(f, None))
      i = i + rows
    return __torch__.Weight(torch.empty([0], dtype=6), halves, torch.ldexp(1., -exponent))
  def weights(self) -> List[__torch__.Weight]:
    return annotate(List[__torch__.Weight], [])
  def append(self, all: List[__torch__.Weight], w: __torch__.Weight) -> int:
    all.append(w)
    return len(all)
  def tensor(self, w: __torch__.Weight) -> Tensor:
    return w.plain
  def multiplies_halves(self) -> bool:
    # fails where there are no such kernels
    w = torch.tensor([[1., -0.5, 3.], [0.25, 0.09375, -2.]], dtype=6, device=torch.device("cpu"))
    x = torch.tensor([[1., 2., 0.5], [4., -8., 1.]], dtype=6, device=torch.device("cpu"))
    return torch.equal(self.multiply(x, self.halved(w), annotate(Optional[Tensor], None), 0), torch.linear(x, w))
  def moved(self, x: Tensor, like: Tensor) -> Tensor:
    return x.to(device=like.device, copy=True)
  def joined(self, parts: List[Tensor]) -> Tensor:
    return torch.cat(parts, 0)
  def unsound(self, all: List[Tensor]) -> int:
    # the first tensor with a value that is not finite, or -1
    for i in range(len(all)):
      least, most = torch.aminmax(all[i])
      if not bool(torch.isfinite(least)) or not bool(torch.isfinite(most)):
        return i
    return -1
  def multiplies_bfloat16(self) -> bool:
    return ops.mkldnn._is_mkldnn_bf16_supported()
