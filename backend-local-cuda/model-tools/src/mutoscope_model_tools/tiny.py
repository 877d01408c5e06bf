"""What tiny random-weight pipelines share."""
import numpy as np
import torch


def four_bits(module: torch.nn.Module) -> torch.nn.Module:
    """Rounds every weight of more than 63 values to a whole multiple, -7 to 7, of a power of two: exact in fp32, fp16 and in four bits.

    Rounding keeps the spread of the random start, so that activations neither die nor explode. Large weights of the same shape become the same
    weight, which a graph holds once.
    """
    first = {}
    with torch.no_grad():
        for weight in module.parameters():
            if weight.dim() > 1 and not weight.any():
                weight.normal_(std=.1)  # Layers that start at nothing, such as a motion module's last, would stay unseen.
            if weight.numel() >= 64 and weight.abs().max() > 0 and weight.unique().numel() > 1:
                step = 2.0 ** torch.ceil(torch.log2(weight.abs().max() / 7))
                weight.copy_((weight / step).round().clamp(-7, 7) * step)
            if weight.numel() >= 1024:
                weight.copy_(first.setdefault(weight.shape, weight))
    return module.eval()


def picture(height: int, width: int):
    """A colourful picture: a gradient with a disc, uint8 RGB."""
    y, x = torch.meshgrid(torch.linspace(0, 1, height), torch.linspace(0, 1, width), indexing="ij")
    disc = ((x - .4) ** 2 + (y - .55) ** 2 < .06).float()
    rgb = torch.stack([x * (1 - disc) + disc, y, (1 - x) * (1 - disc) + .2 * disc], -1)
    return (rgb * 255).round().to(torch.uint8).numpy()


def moving_picture(frames: int, height: int, width: int):
    """The picture, moving to the right, uint8 RGB [F,H,W,3]."""
    return np.stack([np.roll(picture(height, width), 2 * frame, 1) for frame in range(frames)])
