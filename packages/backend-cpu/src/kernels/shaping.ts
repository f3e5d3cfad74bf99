import * as tf from '@tensorflow/tfjs-core';
import type { DataType, KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import type { LfadsCpuBackend } from '../backend.js';
import { KERNEL } from '../kernel-numbers.js';
import { copyBox } from './copy-box.js';
import { newOutputs, sizeOf } from './fused-kernel.js';
import { isFloat, stockKernel } from './stock-kernel.js';
import { gather, scatter, stridesOf } from './strides.js';

const without = (list: readonly number[], axis: number): number[] =>
  list.filter((_, i) => i !== axis);

const origin = (shape: readonly number[]) => shape.map(() => 0);

function slice(
  backend: LfadsCpuBackend,
  x: TensorInfo,
  begin: readonly number[],
  size: readonly number[],
): TensorInfo {
  const { values, infos } = newOutputs(backend, [[...size]]);
  const from = { values: backend.float32(x), shape: x.shape, begin };
  if (sizeOf(size) > 0)
    copyBox(from, { values: values[0]!, shape: size, begin: origin(size) }, size);
  return infos[0]!;
}

function filled(backend: LfadsCpuBackend, shape: number[], value: number): TensorInfo {
  const { values, infos } = newOutputs(backend, [shape]);
  values[0]!.fill(value);
  return infos[0]!;
}

export const shapingKernels: KernelConfig[] = [
  stockKernel<{ x: TensorInfo }, { begin: number | number[]; size: number | number[] }>(
    tf.Slice,
    ({ inputs: { x }, attrs, backend }) => {
      if (!isFloat(x)) return null;
      const [begin, size] = tf.slice_util.parseSliceParams(x as tf.Tensor, attrs.begin, attrs.size);
      tf.slice_util.assertParamsValid(x as tf.Tensor, begin!, size!);
      if (tf.slice_util.isSliceContinous(x.shape, begin!, size!)) return null;
      return slice(backend, x, begin!, size!);
    },
  ),
  stockKernel<{ x: TensorInfo }, { numOrSizeSplits: number | number[]; axis: number }>(
    tf.SplitV,
    ({ inputs: { x }, attrs, backend }) => {
      if (!isFloat(x)) return null;
      const axis = tf.util.parseAxisParam(attrs.axis, x.shape)[0]!;
      const begin = origin(x.shape);
      return tf.backend_util
        .prepareSplitSize(x as tf.Tensor, attrs.numOrSizeSplits, axis)
        .map((length) => {
          const size = x.shape.map((n, i) => (i === axis ? length : n));
          const part = slice(backend, x, begin, size);
          begin[axis]! += length;
          return part;
        });
    },
  ),
  stockKernel<{ value: TensorInfo }, { axis: number }>(
    tf.Unpack,
    ({ inputs: { value }, attrs, backend }) => {
      if (!isFloat(value)) return null;
      const axis = tf.util.parseAxisParam(attrs.axis, value.shape)[0]!;
      const shape = without(value.shape, axis);
      const steps = stridesOf(value.shape);
      const count = value.shape[axis]!;
      const { values, infos } = newOutputs(backend, Array<number[]>(count).fill(shape));
      const from = backend.float32(value);
      values.forEach((part, i) =>
        gather(from, part, shape, without(steps, axis), i * steps[axis]!),
      );
      return infos;
    },
  ),
  stockKernel<TensorInfo[], { axis: number }>(tf.Pack, ({ inputs, attrs, backend }) => {
    const parts = Object.values(inputs);
    if (!isFloat(...parts)) return null;
    const { shape } = parts[0]!;
    const axis = attrs.axis < 0 ? attrs.axis + shape.length + 1 : attrs.axis;
    const packed = [...shape.slice(0, axis), parts.length, ...shape.slice(axis)];
    const steps = stridesOf(packed);
    const { values, infos } = newOutputs(backend, [packed]);
    parts.forEach((part, i) =>
      scatter(backend.float32(part), values[0]!, shape, without(steps, axis), i * steps[axis]!),
    );
    return infos[0]!;
  }),
  stockKernel<{ x: TensorInfo }, { perm: number[] }>(
    tf.Transpose,
    ({ inputs: { x }, attrs: { perm }, backend }) => {
      if (!isFloat(x)) return null;
      const steps = stridesOf(x.shape);
      const shape = perm.map((axis) => x.shape[axis]!);
      const { values, infos } = newOutputs(backend, [shape]);
      gather(
        backend.float32(x),
        values[0]!,
        shape,
        perm.map((axis) => steps[axis]!),
      );
      return infos[0]!;
    },
  ),
  stockKernel<TensorInfo[], { axis: number }>(tf.Concat, ({ inputs, attrs, backend }) => {
    const parts = Object.values(inputs);
    if (!isFloat(...parts)) return null;
    const axis = tf.util.parseAxisParam(attrs.axis, parts[0]!.shape)[0]!;
    const shapes = parts.map((part) => part.shape);
    tf.backend_util.assertParamsConsistent(shapes, axis);
    const shape = tf.backend_util.computeOutShape(shapes, axis);
    const { values, infos } = newOutputs(backend, [shape]);
    const begin = origin(shape);
    for (const part of parts.filter((info) => sizeOf(info.shape) > 0)) {
      const from = { values: backend.float32(part), shape: part.shape, begin: origin(shape) };
      copyBox(from, { values: values[0]!, shape, begin }, part.shape);
      begin[axis]! += part.shape[axis]!;
    }
    return infos[0]!;
  }),
  stockKernel<{ x: TensorInfo }, { paddings: [number, number][]; constantValue: number }>(
    tf.PadV2,
    ({ inputs: { x }, attrs: { paddings, constantValue }, backend }) => {
      if (!isFloat(x) || x.shape.length === 0) return null;
      const shape = x.shape.map((n, i) => n + paddings[i]![0] + paddings[i]![1]);
      const { values, infos } = newOutputs(backend, [shape]);
      values[0]!.fill(constantValue);
      const from = { values: backend.float32(x), shape: x.shape, begin: origin(shape) };
      const begin = paddings.map(([before]) => before);
      if (sizeOf(x.shape) > 0) copyBox(from, { values: values[0]!, shape, begin }, x.shape);
      return infos[0]!;
    },
  ),
  stockKernel<{ x: TensorInfo }, { dtype: DataType }>(
    tf.Cast,
    ({ inputs: { x }, attrs, backend }) => {
      if (attrs.dtype !== 'float32' || (x.dtype !== 'bool' && x.dtype !== 'int32')) return null;
      const { values, infos } = newOutputs(backend, [x.shape]);
      values[0]!.set(backend.data.get(x.dataId).values as Uint8Array | Int32Array);
      return infos[0]!;
    },
  ),
  stockKernel<{ x: TensorInfo }>(tf.LogicalNot, ({ inputs: { x }, backend, run }) => {
    const values = backend.pool.bytes(sizeOf(x.shape));
    run(KERNEL.logicalNot, [backend.mask(x)], [values], [values.length]);
    return backend.output(x.shape, values, 'bool');
  }),
  stockKernel<object, { shape: number[]; value: number | string; dtype?: DataType }>(
    tf.Fill,
    ({ attrs, backend }) => {
      const { shape, value, dtype = tf.util.inferDtype(value) } = attrs;
      return dtype === 'float32' ? filled(backend, shape, value as number) : null;
    },
  ),
  ...[tf.ZerosLike, tf.OnesLike].map((name, value) =>
    stockKernel<{ x: TensorInfo }>(name, ({ inputs: { x }, backend }) =>
      isFloat(x) ? filled(backend, x.shape, value) : null,
    ),
  ),
];
