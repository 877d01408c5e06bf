"""The sampler: noise to frame along a straight flow, frame after frame. `clip` runs on PyTorch; evaluate.py has its twin on the exported file.

Per frame: x = noise; for i in 0..steps-1: p = denoiser(x, t_i, ...); x += (p - x) / max(1 - t_i, TIME_FLOOR) * (t_{i+1} - t_i); clamp to -1..1.
"""
import torch

from render import SLOTS

FIRST_FRAME_STEPS, STEPS, GUIDANCE, TIME_FLOOR = 8, 2, 3., .05


def encode(prompts) -> torch.Tensor:
    """Tuples of (object, place, motion, size) names, None for not said, as caption ids [n, 4]."""
    return torch.tensor([[0 if w is None else names.index(w) + 1 for w, names in zip(p, SLOTS.values())] for p in prompts])


def guided(net, x, time, captions, phase, context, guidance):
    """Classifier-free guidance: the prediction moved away from what the network would say without a caption."""
    plain = net(x, time, torch.zeros_like(captions), phase, context)
    return plain + guidance * (net(x, time, captions, phase, context) - plain)


@torch.no_grad()
def clip(net, captions, size, frames, steps=STEPS, first_steps=FIRST_FRAME_STEPS, guidance=GUIDANCE, continued=True):
    """Samples [n, frames, 3, H, W]. With continued=False each frame is drawn alone (what the first training phase teaches)."""
    n, done = len(captions), []
    for k in range(frames):
        alone = k == 0 or not continued
        context = torch.zeros(n, 6, *size) if alone else torch.cat([done[max(k - 2, 0)], done[k - 1]], 1)
        phase = torch.full((n,), k / (frames - 1))
        x, count = torch.randn(n, 3, *size), first_steps if alone else steps
        times = [i / count for i in range(count + 1)]
        for now, then in zip(times, times[1:]):
            p = guided(net, x, torch.full((n,), now), captions, phase, context, guidance)
            x = x + (p - x) / max(1 - now, TIME_FLOOR) * (then - now)
        done.append(x.clamp(-1, 1))
    return torch.stack(done, 1)
