import {
  hasWeightDecay,
  LfadsError,
  type NamedArray,
  type Optimizer,
  type OptimizerDefaults,
  type OptimizerState,
  type OptimizerStepOptions,
} from '@lfads/core';
import { adamwUpdate, globalNorm } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';

/** Weight decay acts on weight matrices alone, but with `compat` lfads-torch-1.1 on every parameter. */
export type AdamWOptions = OptimizerDefaults;

interface Moments {
  m: tf.Variable;
  v: tf.Variable;
  step: number;
}

/** Factor that brings gradients of 2-norm `gradNorm` down to `clipNorm` (PyTorch's clip_grad_norm_). */
export const clipScale = (gradNorm: number, clipNorm: number) =>
  clipNorm === Infinity ? 1 : Math.min(1, clipNorm / (gradNorm + 1e-6));

/**
 * AdamW (Loshchilov & Hutter 2019) over named variables, with clipping by the gradients' global norm.
 * A parameter without a gradient is left alone, decay included; each counts its own steps.
 */
export class AdamW implements Optimizer {
  private readonly moments = new Map<string, Moments>();

  constructor(
    private readonly parameters: ReadonlyMap<string, tf.Variable>,
    private readonly options: AdamWOptions,
  ) {}

  /** @param gradients by parameter name, of the parameters' shapes; they stay the caller's. */
  step(
    gradients: ReadonlyMap<string, tf.Tensor>,
    options: OptimizerStepOptions,
  ): { gradNorm: number } {
    const { lr, weightDecay, clipNorm } = options;
    const { beta1, beta2, epsilon, compat } = this.options;
    const gradNorm =
      options.gradNorm ?? tf.tidy(() => globalNorm([...gradients.values()]).dataSync()[0]!);
    const gradScale = clipScale(gradNorm, clipNorm);
    const updates = [...gradients].map(([name, g]) => {
      const p = this.parameter(name);
      const moments = this.momentsOf(name, g);
      moments.step++;
      return { p, g, ...moments, weightDecay: hasWeightDecay(name, compat) ? weightDecay : 0 };
    });
    adamwUpdate(updates, { lr, beta1, beta2, epsilon, gradScale });
    return { gradNorm };
  }

  /** `m/<name>` and `v/<name>` of every parameter that has had a gradient. */
  getState(): OptimizerState {
    const moments = new Map<string, NamedArray>();
    const steps: Record<string, number> = {};
    for (const [name, { m, v, step }] of this.moments) {
      moments.set(`m/${name}`, { shape: m.shape, values: m.dataSync<'float32'>().slice() });
      moments.set(`v/${name}`, { shape: v.shape, values: v.dataSync<'float32'>().slice() });
      steps[name] = step;
    }
    return { moments, steps };
  }

  /** @throws LfadsError LFADS_CHECKPOINT_MISMATCH when a moment is missing or of another shape */
  setState({ moments, steps }: OptimizerState): void {
    for (const [name, step] of Object.entries(steps)) {
      const shape = this.parameter(name).shape;
      const read = (key: string) => {
        const array = moments.get(key);
        if (array && String(array.shape) === String(shape)) return array.values;
        const found = array ? `has shape [${array.shape.join(', ')}]` : 'is missing';
        throw mismatch(`the optimiser's ${key} ${found}, the parameter is [${shape.join(', ')}]`);
      };
      const [m, v] = [read(`m/${name}`), read(`v/${name}`)];
      this.replace(name, { m: variable(m, shape), v: variable(v, shape), step });
    }
  }

  dispose(): void {
    for (const { m, v } of this.moments.values()) tf.dispose([m, v]);
    this.moments.clear();
  }

  private parameter(name: string): tf.Variable {
    const parameter = this.parameters.get(name);
    if (!parameter) throw mismatch(`the model has no trainable parameter "${name}"`);
    return parameter;
  }

  private momentsOf(name: string, g: tf.Tensor): Moments {
    const known = this.moments.get(name);
    if (known) return known;
    const zeros = () => variable(new Float32Array(g.size), g.shape);
    const fresh = { m: zeros(), v: zeros(), step: 0 };
    this.moments.set(name, fresh);
    return fresh;
  }

  private replace(name: string, next: Moments): void {
    const old = this.moments.get(name);
    if (old) tf.dispose([old.m, old.v]);
    this.moments.set(name, next);
  }
}

const variable = (values: Float32Array, shape: number[]) =>
  tf.tidy(() => tf.variable(tf.tensor(values.slice(), shape, 'float32'), false));

const mismatch = (what: string) =>
  new LfadsError(
    'LFADS_CHECKPOINT_MISMATCH',
    `The optimiser's state does not fit the model: ${what}.`,
    'Resume with the configuration that the run was started with.',
  );
