import { type H5Array, readH5, readH5Attributes } from '@lfads/data';
import * as tf from '@tensorflow/tfjs-core';

export interface PartConfig {
  type: string;
  [option: string]: unknown;
}

/** The model of a fixture file: the reference's scalars (snake_case) and what is listed here. */
export interface FixtureConfig {
  [scalar: string]: unknown;
  sessions: number;
  batch: number[];
  encod_dims: number[];
  recon_dims: number[];
  encod_data_dim: number;
  ic_enc_seq_len: number;
  fac_dim: number;
  lr_init: number;
  kl_ic_scale: number;
  kl_co_scale: number;
  reconstruction: PartConfig;
  ic_prior: PartConfig;
  co_prior: PartConfig;
  readin: 'identity' | 'linear';
  readin_grad: boolean;
  train_aug: PartConfig[];
  infer_aug: PartConfig[];
  epoch: number;
  grad_clip_norm: number;
  weight_decay_effective: number;
  stochastic: { dropout_rate: number; cd_rate: number; cd_pass_rate: number } | null;
}

interface Float32Error {
  max_abs_diff_to_float64: number;
  max_abs_value: number;
}

/** A fixture file; its datasets by path. */
export class Fixture {
  constructor(
    readonly file: string,
    readonly config: FixtureConfig,
    readonly frozen: ReadonlySet<string>,
    private readonly float32Errors: Readonly<Record<string, Float32Error>>,
    private readonly datasets: ReadonlyMap<string, H5Array>,
  ) {}

  /** All datasets. */
  paths(): string[] {
    return [...this.datasets.keys()];
  }

  /** Names of the datasets below `group/`, at any depth. */
  names(group: string): string[] {
    const prefix = `${group}/`;
    return [...this.datasets.keys()]
      .filter((path) => path.startsWith(prefix))
      .map((path) => path.slice(prefix.length));
  }

  has(path: string): boolean {
    return this.datasets.has(path);
  }

  shape(path: string): readonly number[] {
    return this.dataset(path).shape;
  }

  values(path: string): Float32Array {
    return Float32Array.from(this.dataset(path).data);
  }

  tensor(path: string, dtype: 'float32' | 'bool' = 'float32'): tf.Tensor {
    const { shape, data } = this.dataset(path);
    return tf.tensor(
      dtype === 'bool' ? Uint8Array.from(data) : Float32Array.from(data),
      [...shape],
      dtype,
    );
  }

  /** How far the reference in float32 is from itself in float64, for the group that holds `path`. */
  float32Error(path: string): number {
    const group = Object.keys(this.float32Errors)
      .filter((name) => path === name || path.startsWith(`${name}/`))
      .sort((a, b) => b.length - a.length)[0];
    return group === undefined ? 0 : this.float32Errors[group]!.max_abs_diff_to_float64;
  }

  private dataset(path: string): H5Array {
    const found = this.datasets.get(path);
    if (!found) throw new Error(`${this.file} has no dataset ${path}`);
    return found;
  }
}

export async function readFixture(path: string, file: string): Promise<Fixture> {
  const attributes = await readH5Attributes(path);
  const json = (name: string, fallback: string) => parseJson(String(attributes[name] ?? fallback));
  return new Fixture(
    file,
    json('config', '{}') as FixtureConfig,
    new Set(json('frozen', '[]') as string[]),
    json('float32_error', '{}') as Record<string, Float32Error>,
    await readH5(path),
  );
}

/** Python writes infinities by name, which JSON does not know. */
const parseJson = (text: string): unknown =>
  JSON.parse(text.replace(/(?<=[:,[]\s*)(-?)Infinity/g, '$11e999'));
