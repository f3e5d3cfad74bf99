import * as tf from '@tensorflow/tfjs-core';
import { type Initializer, LfadsError, type ParameterScope } from '../contracts/index.js';
import { initialDraws } from '../random/initial-draws.js';

/** A parameter's values outside tensors, as files hold them. */
export interface ParameterValues {
  shape: readonly number[];
  values: Float32Array;
}

export interface ParameterEntry {
  variable: tf.Variable;
  trainable: boolean;
}

/**
 * All parameters of a model by their dotted names. Initial values are drawn from a random stream named
 * after the parameter, so that adding a part leaves the others' values as they were. A parameter with a
 * zero-length axis holds nothing to learn: it can be used and has its place in files, as in a PyTorch
 * state_dict, but is not listed.
 */
export class ParameterStore {
  private readonly listed = new Map<string, ParameterEntry>();
  private readonly empty = new Map<string, tf.Variable>();

  constructor(private readonly seed: number) {}

  get entries(): ReadonlyMap<string, ParameterEntry> {
    return this.listed;
  }

  /** What an optimiser updates. */
  trainable(): Map<string, tf.Variable> {
    const variables = new Map<string, tf.Variable>();
    for (const [name, { variable, trainable }] of this.listed) {
      if (trainable) variables.set(name, variable);
    }
    return variables;
  }

  /** Leaves the parameters of these names out of training. */
  freeze(frozen: (name: string) => boolean): void {
    for (const [name, entry] of this.listed) if (frozen(name)) entry.trainable = false;
  }

  scope(path = ''): ParameterScope {
    const at = (name: string) => (path === '' ? name : `${path}.${name}`);
    return {
      path,
      child: (name) => this.scope(at(name)),
      create: <R extends tf.Rank>(
        name: string,
        shape: readonly number[],
        init: Initializer,
        options?: { trainable?: boolean },
      ) => {
        const values = init(shape, initialDraws(this.seed, at(name)));
        return this.add(at(name), { shape, values }, options?.trainable ?? true) as tf.Variable<R>;
      },
    };
  }

  private add(name: string, initial: ParameterValues, trainable: boolean): tf.Variable {
    if (this.listed.has(name) || this.empty.has(name)) {
      throw new LfadsError(
        'LFADS_PARAMETER_DUPLICATE',
        `Two parts create the parameter "${name}".`,
        'Give each part its own scope: scope.child(name).',
      );
    }
    const variable = tf.tidy(() =>
      tf.variable(tf.tensor(initial.values, [...initial.shape], 'float32'), trainable),
    );
    if (variable.size === 0) this.empty.set(name, variable);
    else this.listed.set(name, { variable, trainable });
    return variable;
  }

  /** Copies of all values, in the order of creation; last those that hold nothing. */
  snapshot(): Map<string, ParameterValues> {
    const copies = new Map<string, ParameterValues>();
    for (const [name, { variable }] of this.listed) {
      const values = Float32Array.from(variable.dataSync());
      copies.set(name, { shape: variable.shape, values });
    }
    for (const [name, { shape }] of this.empty) {
      copies.set(name, { shape, values: new Float32Array() });
    }
    return copies;
  }

  /**
   * Takes over all values, or none: throws when a name or a shape differs from the model's. Those that hold
   * nothing may be left out.
   */
  load(values: ReadonlyMap<string, ParameterValues>): void {
    const faults = [
      ...[...this.listed].flatMap(([name, { variable }]) => {
        const given = values.get(name);
        if (!given) return [`${name}: missing, the model has ${shapeText(variable.shape)}`];
        if (shapeText(given.shape) === shapeText(variable.shape)) return [];
        return [`${name}: ${shapeText(given.shape)}, the model has ${shapeText(variable.shape)}`];
      }),
      ...[...values].flatMap(([name, { shape }]) => {
        if (this.listed.has(name)) return [];
        const empty = this.empty.get(name);
        if (!empty) return [`${name}: ${shapeText(shape)}, not a parameter of this model`];
        if (shapeText(empty.shape) === shapeText(shape)) return [];
        return [`${name}: ${shapeText(shape)}, the model has ${shapeText(empty.shape)}`];
      }),
    ];
    if (faults.length > 0) {
      throw new LfadsError(
        'LFADS_PARAMETER_MISMATCH',
        `The parameters are those of another model:\n  ${faults.join('\n  ')}`,
        'Load them into a model with the configuration they were trained with.',
      );
    }
    for (const [name, { variable }] of this.listed) {
      const { shape, values: data } = values.get(name)!;
      tf.tidy(() => variable.assign(tf.tensor(Float32Array.from(data), [...shape], 'float32')));
    }
  }

  dispose(): void {
    for (const { variable } of this.listed.values()) variable.dispose();
    for (const variable of this.empty.values()) variable.dispose();
    this.listed.clear();
    this.empty.clear();
  }
}

const shapeText = (shape: readonly number[]) => `[${shape.join(', ')}]`;
