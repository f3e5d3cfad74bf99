import { describe, expect, it } from 'vitest';
import { simulatePoissonLds } from './poisson-lds.js';

describe('a simulated Poisson linear dynamical system', () => {
  const modes = [{ radius: 0.9, angle: 0.3 }];
  const still = { modes, innovationStd: 0, trials: 6, steps: 20, neurons: 4 };
  const { datasets } = simulatePoissonLds(still);
  const values = (name: string) => Array.from(datasets.get(name)!.data as Float32Array);

  it('follows its dynamics, without innovations exactly', () => {
    const [a, b, c, d] = values('dynamics') as [number, number, number, number];
    expect(Math.hypot(a, c)).toBeCloseTo(0.9, 12);
    expect(Math.atan2(c, a)).toBeCloseTo(0.3, 12);
    const states = values('valid_latents');
    for (let t = 1; t < 20; t++) {
      const [x, y] = [states[2 * t - 2]!, states[2 * t - 1]!];
      expect(states[2 * t]).toBeCloseTo(a * x + b * y, 5);
      expect(states[2 * t + 1]).toBeCloseTo(c * x + d * y, 5);
    }
  });

  it('has the log-rates that its states and its readout give, and the mean rate', () => {
    const [weights, bias] = [values('readout_weights'), values('readout_bias')];
    const [states, rates] = [values('train_latents'), values('train_truth')];
    rates.forEach((rate, i) => {
      const [bin, neuron] = [Math.floor(i / 4), i % 4];
      const drive =
        states[2 * bin]! * weights[neuron]! + states[2 * bin + 1]! * weights[4 + neuron]!;
      expect(Math.log(rate)).toBeCloseTo(drive + bias[neuron]!, 4);
    });
    const all = [...rates, ...values('valid_truth')];
    expect(all.reduce((sum, rate) => sum + rate, 0) / all.length).toBeCloseTo(0.4, 5);
  });

  it('is the same for a seed, and other for another', () => {
    expect(simulatePoissonLds(still)).toEqual(simulatePoissonLds(still));
    expect(simulatePoissonLds({ ...still, seed: 1 })).not.toEqual(simulatePoissonLds(still));
  });
});
