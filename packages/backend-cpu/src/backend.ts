import type { DataType, TensorInfo, backend_util } from '@tensorflow/tfjs-core';
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { BufferPool } from './buffer-pool.js';
import type { Engine, Values } from './engine.js';

export const BACKEND_NAME = 'lfads-cpu';

type DataId = object;
interface Entry {
  values?: backend_util.BackendValues;
  dtype: DataType;
  refCount: number;
  /** What the forward kernel saved for the gradient; lives as long as its first output. */
  activations?: Float32Array;
}

/** tfjs's plain CPU backend with pooled memory and, beside its own kernels, those of an engine. */
export class LfadsCpuBackend extends MathBackendCPU {
  readonly pool = new BufferPool(
    (bytes) => this.engine?.allocate(bytes) ?? { bytes: new Uint8Array(bytes) },
  );
  engine: Engine | null = null;
  private readonly owned = new WeakSet<Float32Array>();

  constructor() {
    super();
    // the advice to install tfjs-node, printed at the first use, does not apply here
    (this as unknown as { firstUse: boolean }).firstUse = false;
  }

  /** Ends the engine before; tensors in its memory stay, memory that is idle does not. */
  changeEngine(engine: Engine | null): void {
    this.engine?.dispose?.();
    this.pool.clear();
    this.engine = engine;
    if (engine !== null) engine.onShortage = () => this.pool.clear();
  }

  override write(values: backend_util.BackendValues, shape: number[], dtype: DataType): DataId {
    this.pool.retain(values);
    return super.write(values, shape, dtype);
  }

  override move(
    dataId: DataId,
    values: backend_util.BackendValues,
    shape: number[],
    dtype: DataType,
    refCount: number,
  ): void {
    this.pool.retain(values);
    super.move(dataId, values, shape, dtype, refCount);
  }

  override disposeData(dataId: DataId, force = false): boolean {
    const entry = this.data.has(dataId) ? this.entry(dataId) : undefined;
    const disposed = super.disposeData(dataId, force);
    if (entry !== undefined && disposed) {
      this.pool.release(entry.values);
      this.pool.release(entry.activations);
    }
    return disposed;
  }

  /** A copy where the memory is the pool's, since that will hold other tensors later. */
  override readSync(dataId: DataId): backend_util.BackendValues {
    const { values } = this.entry(dataId);
    return this.pool.owns(values) ? (values as Float32Array).slice() : super.readSync(dataId);
  }

  float32(info: TensorInfo): Float32Array {
    const { values } = this.entry(info.dataId);
    return values instanceof Float32Array ? values : new Float32Array(values as ArrayLike<number>);
  }

  /** The values, to be overwritten: first copied where they might be the caller's own array. */
  ownFloat32(info: TensorInfo): Float32Array {
    const entry = this.entry(info.dataId);
    const values = this.float32(info);
    if (this.owned.has(values)) return values;
    const copy = this.pool.float32(values.length);
    copy.set(values);
    this.pool.retain(copy);
    this.pool.release(entry.values);
    entry.values = copy;
    this.owned.add(copy);
    return copy;
  }

  /** A mask's bytes, null where there is no mask. */
  mask(info: TensorInfo | undefined): Uint8Array | null {
    if (info === undefined) return null;
    const { values } = this.entry(info.dataId);
    return values instanceof Uint8Array ? values : new Uint8Array(values as ArrayLike<number>);
  }

  output(
    shape: number[],
    values: Exclude<Values, Float64Array>,
    dtype: DataType = 'float32',
  ): TensorInfo {
    return this.makeTensorInfo(shape, dtype, values);
  }

  /** Keeps `activations` as long as the data of `info`. */
  keep(info: TensorInfo, activations: Float32Array): void {
    this.pool.retain(activations);
    this.entry(info.dataId).activations = activations;
  }

  kept(info: TensorInfo): Float32Array | undefined {
    return this.entry(info.dataId).activations;
  }

  /** Runs `use` on scratch memory that goes back to the pool afterwards. */
  withScratch<T>(length: number, use: (memory: Float32Array) => T): T {
    const memory = this.pool.float32(length);
    this.pool.retain(memory);
    try {
      return use(memory);
    } finally {
      this.pool.release(memory);
    }
  }

  private entry(dataId: DataId): Entry {
    return this.data.get(dataId) as Entry;
  }
}
