"""Records decoders with generators without gates as PyTorch computes them in float32, forward and back.

    python tools/parity/scripts/record-simple-cells.py

writes tools/parity/recorded/simple-cells.safetensors, which the accuracy table reads. Needs torch and
safetensors; nothing else here does. The reference implementation has GRU generators only, so the step is
written out: g' = clip(phi(W_ih u + W_hh g + b)), f = F g.
"""

from pathlib import Path

import torch
from safetensors.torch import save_file

NETWORKS, TRIALS, STEPS, STATES, INPUTS, FACTORS, CLIP = 16, 2, 20, 24, 3, 9, 2.0
PHI = {"tanh": torch.tanh, "relu": torch.relu, "linear": lambda x: x}


def decode(phi, p, step_inputs):
    state, states, factors = p["g0"], [], []
    for t in range(STEPS):
        drive = step_inputs[:, t] @ p["genWeightIh"].T + state @ p["genWeightHh"].T + p["genBias"]
        state = phi(drive).clamp(-CLIP, CLIP)
        states.append(state)
        factors.append(state @ p["facWeight"].T)
    return torch.stack(factors, 1), torch.stack(states, 1)


def draw(draws):
    def normal(*shape, scale=1.0):
        return scale * torch.randn(*shape, generator=draws)

    inputs = {
        "g0": normal(TRIALS, STATES, scale=0.5),
        "ext": normal(TRIALS, STEPS, INPUTS),
        "genWeightIh": normal(STATES, INPUTS, scale=INPUTS**-0.5),
        "genWeightHh": normal(STATES, STATES, scale=STATES**-0.5),
        "genBias": normal(STATES, scale=0.3),
        "facWeight": normal(FACTORS, STATES, scale=STATES**-0.5),
    }
    slopes = {"factors": normal(STEPS, FACTORS), "genStates": normal(STEPS, STATES)}
    return inputs, slopes


def compute(cell, inputs, slopes):
    given = {name: value.clone().requires_grad_() for name, value in inputs.items()}
    factors, states = decode(PHI[cell], given, given["ext"])
    loss = (factors * slopes["factors"]).sum() + (states * slopes["genStates"]).sum()
    loss.backward()
    found = {"output/factors": factors, "output/genStates": states}
    return found | {f"grads/{name}": value.grad for name, value in given.items()}


def record(network):
    inputs, slopes = draw(torch.Generator().manual_seed(network))
    recorded = {f"input/{name}": value for name, value in inputs.items()}
    recorded |= {f"slope/{name}": value for name, value in slopes.items()}
    for cell in PHI:
        recorded |= {f"{cell}/{path}": value for path, value in compute(cell, inputs, slopes).items()}
    return {f"{network}/{path}": value.detach().contiguous() for path, value in recorded.items()}


if __name__ == "__main__":
    torch.set_num_threads(1)
    recorded = {}
    for network in range(NETWORKS):
        recorded |= record(network)
    target = Path(__file__).parents[1] / "recorded" / "simple-cells.safetensors"
    save_file(recorded, target)
