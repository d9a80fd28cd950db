class Decoder(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  # Many branches of many prompts, written side by side. Weights as in trainer.py. A prompt's keys and values [B, kv heads, T, width] are
  # held once for its G branches, those of branches [B * G, room, kv heads, width].
  def norm(self, x: Tensor, w: Tensor, eps: float) -> Tensor:
    if x.dtype == 6:
      return torch.rms_norm(x, [x.size(-1)], w, eps)
    return torch.rms_norm(x.float(), [x.size(-1)], None, eps).to(x.dtype) * w.to(x.dtype)
  def multiply(self, x: Tensor, all: List[Tensor], w: int, bias: List[int], b: int) -> Tensor:
    t = x.dtype
    if len(bias) > 0 and b >= 0:
      return torch.linear(x, all[w].to(t), all[bias[b]].to(t))
    return torch.linear(x, all[w].to(t))
  def turn(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    return x * cos + torch.roll(x, [x.size(-1) // 2], [-1]) * sin
  def angles(self, positions: Tensor, axes: Tensor, width: int, theta: float, t: int) -> Tuple[Tensor, Tensor]:
    e = torch.arange(0, width, 2, dtype=6, device=torch.device("cpu")) / width
    frequencies = torch.reciprocal(torch.pow(theta, e)).to(positions.device)
    f = torch.index_select(positions.float(), 0, axes).t() * frequencies
    c = torch.cos(f)
    s = torch.sin(f)
    return (torch.cat([c, c], -1).to(t).unsqueeze(1), torch.cat([torch.neg(s), s], -1).to(t).unsqueeze(1))
  def laid(self, x: Tensor, slots: Tensor) -> Tensor:
    return torch.index_select(x, 0, slots.view([-1])).view([slots.size(0), slots.size(1), x.size(1), x.size(2)])
  def project(self, x: Tensor, all: List[Tensor], order: List[int], bias: List[int], i: int, cos: Tensor, sin: Tensor, dims: List[int], eps: float) -> Tuple[Tensor, Tensor, Tensor]:
    n = x.size(0)
    o = 3 + 11 * i
    h = self.norm(x, all[order[o]], eps)
    q = self.multiply(h, all, order[o + 1], bias, 4 * i).view([n, dims[1], dims[3]])
    k = self.multiply(h, all, order[o + 2], bias, 4 * i + 1).view([n, dims[2], dims[3]])
    v = self.multiply(h, all, order[o + 3], bias, 4 * i + 2).view([n, dims[2], dims[3]])
    return (self.turn(self.norm(q, all[order[o + 4]], eps), cos, sin), self.turn(self.norm(k, all[order[o + 5]], eps), cos, sin), v)
  def finish(self, x: Tensor, a: Tensor, all: List[Tensor], order: List[int], bias: List[int], i: int, eps: float) -> Tensor:
    o = 3 + 11 * i
    x = x + self.multiply(a, all, order[o + 6], bias, 4 * i + 3)
    h = self.norm(x, all[order[o + 7]], eps)
    none = annotate(List[int], [])
    return x + self.multiply(torch.silu_(self.multiply(h, all, order[o + 8], none, -1)).mul_(self.multiply(h, all, order[o + 9], none, -1)), all, order[o + 10], none, -1)
  def read(self, group: int, room: int, all: List[Tensor], order: List[int], bias: List[int], dims: List[int], reals: List[float], axes: Tensor, ids: Tensor, positions: Tensor, prompts: Tensor, back: Tensor, last: Tensor) -> List[Tensor]:
    # Returns, for each layer, keys and values of prompts and room for those of branches; last, of each branch, what its next
    # token is chosen by.
    t = dims[4]
    nh = dims[1]
    nkv = dims[2]
    hd = dims[3]
    g = nh // nkv
    b = prompts.size(0)
    n = prompts.size(1)
    cos, sin = self.angles(positions, axes, hd, reals[1], t)
    x = torch.embedding(all[order[0]], ids).to(t)
    held = annotate(List[Tensor], [])
    for i in range(dims[0]):
      q, k, v = self.project(x, all, order, bias, i, cos, sin, dims, reals[0])
      pk = self.laid(k, prompts).transpose(1, 2).contiguous()
      pv = self.laid(v, prompts).transpose(1, 2).contiguous()
      held.append(pk)
      held.append(pv)
      held.append(torch.zeros([b * group, room, nkv, hd], dtype=t, device=ids.device))
      held.append(torch.zeros([b * group, room, nkv, hd], dtype=t, device=ids.device))
      kk = pk.unsqueeze(2).expand([b, nkv, g, n, hd]).reshape([b, nh, n, hd])
      vv = pv.unsqueeze(2).expand([b, nkv, g, n, hd]).reshape([b, nh, n, hd])
      a = torch.scaled_dot_product_attention(self.laid(q, prompts).transpose(1, 2), kk, vv, None, 0.0, True)
      a = torch.index_select(a.transpose(1, 2).reshape([b * n, nh * hd]), 0, back)
      if i == dims[0] - 1:
        # nothing asks for more than the last token of each prompt
        x = torch.index_select(x, 0, last)
        a = torch.index_select(a, 0, last)
      x = self.finish(x, a, all, order, bias, i, reals[0])
    top = self.norm(x, all[order[1]], reals[0])
    held.append(top.repeat_interleave(group, 0))
    return held
  def grow(self, held: List[Tensor], room: int) -> int:
    for i in range(len(held) // 4):
      for j in range(2):
        x = held[4 * i + 2 + j]
        y = torch.zeros([x.size(0), room, x.size(2), x.size(3)], dtype=x.dtype, device=x.device)
        z = y.narrow(1, 0, x.size(1)).copy_(x)
        held[4 * i + 2 + j] = y
    return room
  def write(self, held: List[Tensor], group: int, all: List[Tensor], order: List[int], bias: List[int], dims: List[int], reals: List[float], axes: Tensor, ids: Tensor, positions: Tensor, some: Tensor, slots: Tensor, back: Tensor, starts: Tensor, lengths: Tensor, cells: Tensor, last: Tensor, wrote: Tensor, hi: int, due: Tensor, columns: Tensor, local: Tensor, free: Tensor) -> Tensor:
    # Appends tokens to branches and scores what may come next.
    # some: prompts with branches that go on; slots [their branches, most tokens]; starts: tokens these branches had; lengths: of
    # their prompts; cells: row of a branch's room for each token; last, wrote: the last token of each branch that got some, and
    # which branch that is; hi: tokens the longest branch has now.
    # due: branches that choose among a few ids: of columns, those that local [due, most] names, -1 behind the last; free: those that choose
    # among all. Returns float32 scores [due, most] and then [free, vocabulary], flat.
    t = dims[4]
    nh = dims[1]
    nkv = dims[2]
    hd = dims[3]
    g = nh // nkv
    top = held[len(held) - 1]
    n = ids.size(0)
    if n > 0:
      b = some.size(0)
      r = b * group
      c = slots.size(1)
      scale = torch.pow(float(hd), -0.5)
      cos, sin = self.angles(positions, axes, hd, reals[1], t)
      x = torch.embedding(all[order[0]], ids).to(t)
      everything = b == held[0].size(0)
      branches = (some.unsqueeze(1) * group + torch.arange(0, group, 1, dtype=4, device=ids.device).unsqueeze(0)).view([-1])
      length = held[0].size(2)
      past = torch.ge(torch.arange(0, length, 1, dtype=4, device=ids.device).unsqueeze(0), lengths.unsqueeze(1)).view([b, 1, 1, length])
      at = starts.unsqueeze(1) + torch.arange(0, c, 1, dtype=4, device=ids.device).unsqueeze(0)
      own = torch.gt(torch.arange(0, hi, 1, dtype=4, device=ids.device).view([1, 1, hi]), at.unsqueeze(2))
      own = own.unsqueeze(2).expand([r, c, g, hi]).reshape([r, 1, c * g, hi])
      for i in range(dims[0]):
        q, k, v = self.project(x, all, order, bias, i, cos, sin, dims, reals[0])
        ok = held[4 * i + 2]
        ov = held[4 * i + 3]
        y = ok.view([-1, nkv, hd]).index_copy_(0, cells, k)
        y = ov.view([-1, nkv, hd]).index_copy_(0, cells, v)
        pk = held[4 * i]
        pv = held[4 * i + 1]
        ok = ok.narrow(1, 0, hi)
        ov = ov.narrow(1, 0, hi)
        if not everything:
          pk = torch.index_select(pk, 0, some)
          pv = torch.index_select(pv, 0, some)
          ok = torch.index_select(ok, 0, branches)
          ov = torch.index_select(ov, 0, branches)
        q = self.laid(q, slots).view([r, c, nkv, g, hd]).permute([0, 2, 1, 3, 4]).reshape([r, nkv, c * g, hd])
        qp = q.view([b, group, nkv, c * g, hd]).transpose(1, 2).reshape([b, nkv, group * c * g, hd])
        sp = torch.masked_fill(torch.matmul(qp, pk.transpose(2, 3)) * scale, past, -1000000000.)
        sp = sp.view([b, nkv, group, c * g, length]).transpose(1, 2).reshape([r, nkv, c * g, length])
        so = torch.masked_fill(torch.matmul(q, ok.permute([0, 2, 3, 1])) * scale, own, -1000000000.)
        w = torch.softmax(torch.cat([sp, so], -1), -1)
        wp = w.narrow(3, 0, length).reshape([b, group, nkv, c * g, length]).transpose(1, 2).reshape([b, nkv, group * c * g, length])
        a = torch.matmul(wp, pv).view([b, nkv, group, c * g, hd]).transpose(1, 2).reshape([r, nkv, c * g, hd])
        a = a + torch.matmul(w.narrow(3, length, hi), ov.transpose(1, 2))
        a = a.view([r, nkv, c, g, hd]).permute([0, 2, 1, 3, 4]).reshape([r * c, nh * hd])
        a = torch.index_select(a, 0, back)
        if i == dims[0] - 1:
          x = torch.index_select(x, 0, last)
          a = torch.index_select(a, 0, last)
        x = self.finish(x, a, all, order, bias, i, reals[0])
      y = top.index_copy_(0, wrote, self.norm(x, all[order[1]], reals[0]))
    head = all[order[2]]
    out = annotate(List[Tensor], [])
    if due.size(0) > 0:
      l = torch.linear(torch.index_select(top, 0, due), torch.index_select(head, 0, columns).to(t)).float()
      out.append(torch.gather(l, 1, torch.clamp(local, 0)).view([-1]))
    if free.size(0) > 0:
      out.append(torch.linear(torch.index_select(top, 0, free), head.to(t)).float().view([-1]))
    return torch.cat(out).to(device=torch.device("cpu"))
