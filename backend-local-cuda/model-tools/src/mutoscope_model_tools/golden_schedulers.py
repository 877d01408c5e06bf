"""What the schedulers of diffusers compute, as a golden file for the worker's tests.

python -m mutoscope_model_tools.golden_schedulers ../worker/src/test/resources/goldens/schedulers.json
python -m mutoscope_model_tools.golden_schedulers --full OUT.json     # 1 to 60 steps of each class and spacing; for the worker's test with -Dmutoscope.schedulers=OUT.json

Every case is a scheduler_config.json, a request and what diffusers made of it: its tables and the sample after every step with a
pseudo model, whose prediction is 0.5 x its input + 0.25 x a fixed sequence. No weights, no random numbers: two runs of one version agree.
"""

import json
import sys

import diffusers
import numpy as np
import torch

SIZE = (1, 3, 1, 2)
VP = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}
SVD = {
    **VP, "clip_sample": False, "interpolation_type": "linear", "num_train_timesteps": 1000, "prediction_type": "v_prediction",
    "set_alpha_to_one": False, "sigma_max": 700.0, "sigma_min": 0.002, "skip_prk_steps": True, "steps_offset": 1,
    "timestep_spacing": "leading", "timestep_type": "continuous", "trained_betas": None, "use_karras_sigmas": True,
}
WAN = {
    "beta_start": 0.0001, "beta_end": 0.02, "beta_schedule": "linear", "disable_corrector": [], "final_sigmas_type": "zero",
    "flow_shift": 3.0, "lower_order_final": True, "predict_x0": True, "prediction_type": "flow_prediction", "solver_order": 2,
    "solver_p": None, "solver_type": "bh2", "thresholding": False, "use_flow_sigmas": True, "use_karras_sigmas": False,
}
LTX = {
    "base_image_seq_len": 1024, "base_shift": 0.95, "invert_sigmas": False, "max_image_seq_len": 4096, "max_shift": 2.05,
    "num_train_timesteps": 1000, "shift": 1.0, "shift_terminal": 0.1, "use_dynamic_shifting": True, "time_shift_type": "exponential",
}


def cases():
    """(class, config, request): request has steps or timesteps or sigmas, and mu, start, short."""
    flow, euler = "FlowMatchEulerDiscreteScheduler", "EulerDiscreteScheduler"
    ddim, dpm, unipc, lcm = "DDIMScheduler", "DPMSolverMultistepScheduler", "UniPCMultistepScheduler", "LCMScheduler"
    yield flow, {}, {"steps": 5}
    yield flow, {"shift": 3.0}, {"steps": 6}
    yield flow, {"shift": 5.0, "num_train_timesteps": 500}, {"steps": 7, "start": 3}
    yield flow, LTX, {"sigmas": list(np.linspace(1.0, 1 / 8, 8)), "mu": 1.3}
    yield flow, LTX, {"sigmas": list(np.linspace(1.0, 1 / 40, 40)), "mu": 2.05, "short": True}
    yield flow, {**LTX, "time_shift_type": "linear"}, {"steps": 5, "mu": 0.8}
    yield flow, {**LTX, "shift_terminal": None}, {"timesteps": [1000, 993, 987, 981, 975, 909, 725, 0.03], "mu": 0.0, "start": 2}
    yield flow, {"shift": 3.0}, {"timesteps": [1000, 757, 522]}
    yield flow, {"shift": 2.0}, {"sigmas": [1.0, 0.8, 0.6, 0.3], "timesteps": [1000, 800, 500, 200]}
    for curve in ("karras", "exponential"):
        yield flow, {"shift": 2.0, f"use_{curve}_sigmas": True}, {"steps": 5}
    yield flow, {"invert_sigmas": True}, {"steps": 4}
    yield flow, {"stochastic_sampling": True, "shift": 3.0}, {"steps": 4}
    yield euler, SVD, {"steps": 25}
    yield euler, SVD, {"steps": 6, "start": 2}
    for spacing in ("linspace", "leading", "trailing"):
        for kind in ("epsilon", "v_prediction", "sample"):
            yield euler, {**VP, "timestep_spacing": spacing, "prediction_type": kind, "steps_offset": 1}, {"steps": 4}
        yield euler, {**VP, "timestep_spacing": spacing}, {"steps": 30, "short": True}
    yield euler, {"beta_schedule": "squaredcos_cap_v2", "interpolation_type": "log_linear"}, {"steps": 4}
    yield euler, {**VP, "use_karras_sigmas": True, "final_sigmas_type": "sigma_min"}, {"steps": 5}
    yield euler, {**VP, "use_exponential_sigmas": True}, {"steps": 5}
    yield euler, {**VP, "use_karras_sigmas": True, "sigma_max": 10.0, "sigma_min": 0.1}, {"steps": 6}
    yield euler, {"beta_schedule": "linear", "rescale_betas_zero_snr": True, "timestep_spacing": "trailing"}, {"steps": 4}
    yield euler, {"trained_betas": [0.01, 0.02, 0.04, 0.08, 0.1, 0.2], "num_train_timesteps": 6}, {"steps": 3}
    yield euler, VP, {"timesteps": [999, 700, 300, 20]}
    yield euler, VP, {"sigmas": [14.6, 5.0, 1.0, 0.1, 0.0]}
    yield euler, {"beta_schedule": "linear", "timestep_spacing": "trailing", "clip_sample": False}, {"steps": 4}
    for spacing in ("leading", "trailing", "linspace"):
        for kind in ("epsilon", "v_prediction", "sample"):
            yield ddim, {**VP, "timestep_spacing": spacing, "prediction_type": kind, "clip_sample": False, "steps_offset": 1}, {"steps": 4}
        yield ddim, {"beta_schedule": "linear", "timestep_spacing": spacing}, {"steps": 25, "short": True}
    yield ddim, {}, {"steps": 6, "start": 2}
    yield ddim, {"clip_sample_range": 0.5, "set_alpha_to_one": False}, {"steps": 4}
    yield ddim, {**VP, "rescale_betas_zero_snr": True, "timestep_spacing": "trailing", "prediction_type": "v_prediction"}, {"steps": 4}
    for kind in ("epsilon", "v_prediction", "sample"):
        yield dpm, {**VP, "prediction_type": kind}, {"steps": 6}
    for spacing in ("linspace", "leading", "trailing"):
        yield dpm, {**VP, "timestep_spacing": spacing, "solver_type": "heun", "steps_offset": 1}, {"steps": 4}
    yield dpm, {**VP, "use_karras_sigmas": True}, {"steps": 20}
    yield dpm, {**VP, "use_karras_sigmas": True, "euler_at_final": True, "final_sigmas_type": "sigma_min"}, {"steps": 16, "start": 9}
    yield dpm, {**VP, "use_exponential_sigmas": True, "solver_order": 1}, {"steps": 4}
    yield dpm, {**VP, "use_lu_lambdas": True}, {"steps": 5}
    yield dpm, {"beta_schedule": "squaredcos_cap_v2", "lambda_min_clipped": -5.1, "algorithm_type": "deis", "solver_type": "logrho",
                "final_sigmas_type": "sigma_min"}, {"steps": 5}
    yield dpm, {"use_flow_sigmas": True, "flow_shift": 3.0, "prediction_type": "flow_prediction"}, {"steps": 6}
    yield dpm, {"use_flow_sigmas": True, "prediction_type": "flow_prediction", "use_dynamic_shifting": True}, {"steps": 5, "mu": 0.7}
    yield dpm, {**VP, "lower_order_final": False, "final_sigmas_type": "sigma_min"}, {"steps": 5}
    yield dpm, VP, {"timesteps": [980, 600, 250, 40]}
    yield unipc, WAN, {"steps": 8}
    yield unipc, {**WAN, "flow_shift": 5.0}, {"steps": 50, "short": True}
    yield unipc, {**WAN, "solver_type": "bh1", "final_sigmas_type": "sigma_min"}, {"steps": 6}
    yield unipc, {**WAN, "disable_corrector": [0, 2]}, {"steps": 6, "start": 1}
    yield unipc, {**WAN, "solver_order": 1}, {"steps": 4}
    yield unipc, {**WAN, "final_sigmas_type": "sigma_min", "lower_order_final": False}, {"steps": 5}
    yield unipc, {**WAN, "use_dynamic_shifting": True, "shift_terminal": 0.05}, {"steps": 5, "mu": 1.1}
    yield unipc, WAN, {"sigmas": [1.0, 0.75, 0.5, 0.25]}
    yield unipc, {**WAN, "use_karras_sigmas": True}, {"steps": 5}
    for kind in ("epsilon", "v_prediction", "sample"):
        yield unipc, {**VP, "prediction_type": kind}, {"steps": 5}
    for spacing in ("leading", "trailing"):
        yield unipc, {**VP, "timestep_spacing": spacing, "steps_offset": 1}, {"steps": 4}
    yield unipc, {**VP, "use_karras_sigmas": True, "solver_type": "midpoint"}, {"steps": 6}
    yield unipc, {**VP, "use_exponential_sigmas": True, "final_sigmas_type": "sigma_min"}, {"steps": 5}
    yield lcm, {}, {"steps": 4}
    yield lcm, {"beta_schedule": "linear", "prediction_type": "v_prediction", "timestep_scaling": 3.0}, {"steps": 6, "start": 3}
    yield lcm, {"prediction_type": "sample", "original_inference_steps": 100, "clip_sample": True, "clip_sample_range": 0.7}, {"steps": 3}
    yield lcm, {"rescale_betas_zero_snr": True, "prediction_type": "v_prediction"}, {"timesteps": [999, 759, 499, 259]}


def sweep():
    """What could differ with the number of steps."""
    spaced = [{**VP, "timestep_spacing": spacing, "steps_offset": 1} for spacing in ("linspace", "leading", "trailing")]
    odd = [{"beta_schedule": "squaredcos_cap_v2", "num_train_timesteps": 333}, {"num_train_timesteps": 777, "timestep_spacing": "trailing"}]
    bent = [{**VP, "use_karras_sigmas": True}, {**VP, "use_exponential_sigmas": True}]
    flow = [{**WAN, "flow_shift": shift} for shift in (1.0, 3.0, 5.0, 12.0)]
    kinds = {
        "FlowMatchEulerDiscreteScheduler": [{"shift": 3.0}, {"shift": 7.0, "shift_terminal": 0.1}, {"use_karras_sigmas": True}],
        "EulerDiscreteScheduler": [SVD, {**VP, "interpolation_type": "log_linear"}] + spaced + odd + bent,
        "DDIMScheduler": spaced + [{"num_train_timesteps": 777}],
        "DPMSolverMultistepScheduler": [{"use_flow_sigmas": True, "flow_shift": 5.0, "prediction_type": "flow_prediction"}] + spaced + odd + bent,
        "UniPCMultistepScheduler": flow + spaced + odd[1:] + bent,
        "LCMScheduler": [{}, {"original_inference_steps": 77}],
    }
    for name, configs in kinds.items():
        for config in configs:
            for steps in range(1, 61):
                most = config.get("original_inference_steps", 50 if name == "LCMScheduler" else 60)
                # Diffusers answers NaN for one step with a terminal shift; the worker refuses it.
                if (2 if "shift_terminal" in config else 1) <= steps <= most:
                    yield name, config, {"steps": steps, "short": True}


def sequence(seed):
    """s = (1103515245 s + 12345) mod 2^31, value = s / 2^30 - 1."""
    values = []
    for _ in range(int(np.prod(SIZE))):
        seed = (1103515245 * seed + 12345) % 2**31
        values.append(seed / 2**30 - 1)
    return torch.tensor(values, dtype=torch.float32).reshape(SIZE)


def numbers(values):
    return [float(f"{v:.9g}") for v in torch.as_tensor(values, dtype=torch.float32).flatten().tolist()]


def run(name, config, request):
    kind = getattr(diffusers, name)
    scheduler = kind(**{k: v for k, v in config.items() if k in kind.__init__.__wrapped__.__code__.co_varnames})
    asked = {k: v for k, v in request.items() if k in ("timesteps", "sigmas")}
    if "mu" in request and "mu" in kind.set_timesteps.__code__.co_varnames:
        asked["mu"] = request["mu"]
    if "sigmas" in asked and name == "UniPCMultistepScheduler":
        asked["sigmas"] = np.array(asked["sigmas"])
    if "steps" in request:
        asked["num_inference_steps"] = request["steps"]
    scheduler.set_timesteps(**asked)
    start = request.get("start", 0)
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(start)
    made = {"timesteps": numbers(scheduler.timesteps), "init": numbers(scheduler.init_noise_sigma if hasattr(scheduler, "init_noise_sigma") else 1.0)[0]}
    if hasattr(scheduler, "sigmas"):
        made["sigmas"] = numbers(scheduler.sigmas)
    add = scheduler.scale_noise if hasattr(scheduler, "scale_noise") else None
    at = scheduler.timesteps[start : start + 1]
    noised = add(sequence(7), at, sequence(8)) if add else scheduler.add_noise(sequence(7), sequence(8), at)
    made["noised"] = numbers(noised)
    made["samples"] = steps(scheduler, start, made["init"], request.get("short"))
    return made


def steps(scheduler, start, init, short):
    module = sys.modules[type(scheduler).__module__]
    count = [0]

    def noise(*_, **__):
        count[0] += 1
        return sequence(1000 + count[0])

    module.randn_tensor = noise
    samples = []
    sample = sequence(1) * init
    for i, t in enumerate(scheduler.timesteps[start:], start):
        given = scheduler.scale_model_input(sample, t) if hasattr(scheduler, "scale_model_input") else sample
        predicted = 0.5 * given + 0.25 * sequence(100 + i)
        sample = scheduler.step(predicted, t, sample, return_dict=False)[0]
        samples.append(numbers(sample))
    return samples[-1:] if short else samples


def main():
    full = sys.argv[1] == "--full"
    made = []
    for name, config, request in sweep() if full else cases():
        made.append({"config": {"_class_name": name, **config}, "request": request, "expected": run(name, config, request)})
    with open(sys.argv[-1], "w") as file:
        head = json.dumps({"made_by": "golden_schedulers.py", "diffusers": diffusers.__version__, "torch": torch.__version__.split("+")[0]})
        file.write(head[:-1] + ', "cases": [\n')
        file.write(",\n".join(json.dumps(case, separators=(",", ":")) for case in made))
        file.write("\n]}\n")


main()
