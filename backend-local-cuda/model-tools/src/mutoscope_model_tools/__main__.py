"""python -m mutoscope_model_tools export|golden ..."""
import argparse
import copy
import importlib
import tempfile
from pathlib import Path

import torch

from .golden import Golden, Sessions, compare, every_input_matters
from .package import Options, Package

FAMILIES = ("svd", "wan", "animatediff", "ltx")
PACKAGES = ("svd", "wan", "wan-i2v", "wan-flf2v", "wan-2.2", "wan-2.2-5b", "animatediff", "ltx", "ltx-distilled")


def export(options) -> None:
    """A diffusers pipeline, a folder or a name on the hub, becomes a package."""
    from diffusers import DiffusionPipeline

    family = importlib.import_module(f".{options.family}", __package__)
    pipe = DiffusionPipeline.from_pretrained(options.source, torch_dtype={"fp32": torch.float32, "fp16": torch.float16}[options.dtype])
    if type(pipe) not in family.PIPELINES:
        raise SystemExit(f"{options.source} is a {type(pipe).__name__}; {options.family} takes {', '.join(p.__name__ for p in family.PIPELINES)}")
    package = Package(options.out, Options(options.opset, not options.no_attention, options.external))
    family.export(pipe, package)
    fields = {"id": options.id or options.out.name.lower(), "name": options.name or options.source, "version": options.version, "licence": options.licence}
    fields |= family.manifest(pipe) | {"provenance": f"Exported from {options.source} by mutoscope-model-tools."}
    for key in ("frames_per_second", "seconds", "render_sizes"):
        if getattr(options, key):
            fields[key] = getattr(options, key)
    if options.timesteps:
        fields["sampling"] |= {"timesteps": options.timesteps, "steps": len(options.timesteps), "guidance": 1.0}
    package.write(fields)


def golden(options) -> None:
    """A tiny pipeline with random weights becomes a package with expected results, which ONNX Runtime then has to reach."""
    family = importlib.import_module("." + options.package.split("-")[0], __package__)
    make, extra, sampling, cases = family.TINY[options.package]
    torch.set_num_threads(1)  # More threads add in another order; one makes the same bytes everywhere the same kernels run.
    pipe = make(options.seed)
    pipe.set_progress_bar_config(disable=True)
    if options.source:
        pipe.save_pretrained(options.source)
    package = Package(options.out, Options(attention=not options.no_attention, external=options.external, tiny=True))
    options.out.mkdir(parents=True, exist_ok=True)
    family.export(copy.deepcopy(pipe), package)
    fields = family.manifest(pipe) | extra
    fields["sampling"] |= sampling
    package.write({"id": f"test-{options.package}", "name": f"Test model ({options.package})", "version": "0.0.1", "licence": "Apache-2.0"} | fields
                  | {"memory_mb": {"host": 100, "device": 100}, "provenance": "Random weights for tests; draws nothing that can be recognised."})
    sessions = Sessions(options.out)
    for name, case in cases.items():
        print(name)
        fields = {k: v for k, v in case.items() if k != "scheduler"} | {"seed": options.seed, "size": "{}x{}".format(*case["size"])}
        wanted = Golden(options.out / name, **fields)
        if "scheduler" in case:  # Instead of the package's own.
            case["scheduler"].save_pretrained(wanted.folder)
        reference = copy.deepcopy(pipe)
        family.keep_encodings(reference, wanted)
        family.render(reference, case, options.seed, wanted)
        wanted.close(reference)
        with tempfile.TemporaryDirectory() as scratch:
            found, again = Golden(Path(scratch) / name), copy.deepcopy(pipe)
            family.stand_in(again, sessions)
            family.render(again, case, options.seed, found)
        for key in sorted(k for k in wanted.values if k.startswith("latents_")):
            compare(key, wanted.values[key], found.values[key])
        last = max(k for k in wanted.values if k.startswith("latents_"))
        compare("frames", wanted.values["frames"], family.decode(sessions, wanted.latents(last), **wanted.decoding))
        every_input_matters(sessions)


def main() -> None:
    parser = argparse.ArgumentParser(prog="mutoscope_model_tools", description="Model packages for Mutoscope")
    commands = parser.add_subparsers(required=True)
    made = commands.add_parser("export", help="a diffusers pipeline becomes a package")
    made.add_argument("source", help="a folder, or a name on the hub")
    made.add_argument("out", type=Path)
    made.add_argument("--family", required=True, choices=FAMILIES)
    made.add_argument("--dtype", choices=("fp32", "fp16"), default="fp32")
    made.add_argument("--opset", type=int, choices=(23, 24), default=23)
    made.add_argument("--id")
    made.add_argument("--name")
    made.add_argument("--version", default="1.0.0")
    made.add_argument("--licence", required=True, help="licence of the weights")
    made.add_argument("--frames-per-second", type=int)
    made.add_argument("--seconds", type=int, nargs="+")
    made.add_argument("--render-sizes", nargs="+", help="WIDTHxHEIGHT")
    made.add_argument("--timesteps", type=float, nargs="+", help="the steps of a distilled model, which takes no guidance; its card names them")
    made.set_defaults(run=export)
    tiny = commands.add_parser("golden", help="a tiny random-weight package with expected results")
    tiny.add_argument("package", choices=PACKAGES)
    tiny.add_argument("out", type=Path)
    tiny.add_argument("--seed", type=int, default=1)
    tiny.add_argument("--source", type=Path, help="keeps the diffusers pipeline there")
    tiny.set_defaults(run=golden)
    for command in (made, tiny):
        command.add_argument("--no-attention", action="store_true", help="attention in its parts, for providers without the operator")
        command.add_argument("--external", action="store_true", help="weights beside the graph even if they fit into it")
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
