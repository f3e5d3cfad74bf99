import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type {
  ControllerTensors,
  DecoderSequenceOptions,
  DecoderSequenceOutputs,
  DecoderSequenceTensors,
} from './decoder-sequence.js';
import { GENERATOR_CELLS } from './decoder-cells.js';
import { gruStep, splitRecurrent, type RecurrentWeights } from './gru-cell.js';
import { unstackSteps } from './time-steps.js';

/** The decoder step by step in plain tfjs operations: the reference of the fused kernel. */
export function decoderSequenceComposite(
  inputs: DecoderSequenceTensors,
  { steps, clip, maskScale, cell = 'gru', genClip = clip }: DecoderSequenceOptions,
) {
  const { g0, genWeightIh, genBias, facWeight, g0Mask } = inputs;
  const [batch] = g0.shape;
  const generate = GENERATOR_CELLS[cell](inputs.genWeightHh, genClip);
  const factorsOf = (g: Tensor2D, mask: Tensor2D | undefined) =>
    tf.matMul<Tensor2D>(dropout(g, mask, maskScale), facWeight, false, true);
  const controller = controllerOf(inputs, { clip, maskScale });
  const ext = inputs.ext && unstackSteps(inputs.ext);
  const genMask = inputs.genMask && unstackSteps(inputs.genMask);

  let g: Tensor2D = g0;
  let f = factorsOf(g0, g0Mask);
  const perStep: Record<keyof DecoderSequenceOutputs, Tensor2D[]> = {
    factors: [],
    genStates: [],
    conStates: [],
    coMeans: [],
    coStds: [],
    coSamples: [],
  };
  for (let t = 0; t < steps; t++) {
    const control = controller?.(t, f);
    const u = [control?.sample, ext?.[t]].filter((part) => part !== undefined);
    const fromInput = gateInput(batch, u, genWeightIh, genBias);
    g = generate(fromInput, g);
    f = factorsOf(g, genMask?.[t]);
    perStep.factors.push(f);
    perStep.genStates.push(g);
    if (control === undefined) continue;
    perStep.conStates.push(control.state);
    perStep.coMeans.push(control.mean);
    perStep.coStds.push(control.std);
    perStep.coSamples.push(control.sample);
  }
  return Object.fromEntries(
    Object.entries(perStep)
      .filter(([, tensors]) => tensors.length > 0)
      .map(([name, tensors]) => [name, tf.stack(tensors, 1)]),
  ) as unknown as DecoderSequenceOutputs;
}

interface Control {
  state: Tensor2D; // [B,C]
  mean: Tensor2D; // [B,K]
  std: Tensor2D; // [B,K]
  sample: Tensor2D; // [B,K]
}

/** The controller's step, which holds its own state, as a function of time and the factors before it. */
function controllerOf(
  inputs: DecoderSequenceTensors,
  { clip, maskScale }: { clip: number; maskScale: number },
): ((t: number, f: Tensor2D) => Control) | undefined {
  if (inputs.ci === undefined) return undefined;
  const { conH0, conWeightIh, conWeightHh, conBias, coWeight, coBias } =
    inputs as ControllerTensors;
  const recurrent: RecurrentWeights = splitRecurrent(conWeightHh);
  const ci = unstackSteps(inputs.ci);
  const noise = inputs.coNoise && unstackSteps(inputs.coNoise);
  const mask = inputs.conMask && unstackSteps(inputs.conMask);
  const [batch] = inputs.ci.shape;
  let state = tf.broadcastTo<tf.Rank.R2>(conH0, [batch, conH0.shape[1]]);
  return (t, f) => {
    const input = dropout(tf.concat([ci[t]!, f], 1), mask?.[t], maskScale);
    state = gruStep(gateInput(batch, [input], conWeightIh, conBias), state, recurrent, clip);
    const both = tf.add<Tensor2D>(tf.matMul(state, coWeight, false, true), coBias);
    const [mean, logvar] = tf.split(both, 2, 1) as [Tensor2D, Tensor2D];
    const std = tf.exp(tf.mul<Tensor2D>(logvar, 0.5));
    const draw = noise?.[t];
    const sample = draw === undefined ? mean : tf.add<Tensor2D>(mean, tf.mul(std, draw));
    return { state, mean, std, sample };
  };
}

/** `W u + b` [B,N], or `b` for every trial when there is no input. */
function gateInput(
  batch: number,
  parts: Tensor2D[],
  weightIh: Tensor2D | undefined,
  bias: Tensor1D,
): Tensor2D {
  if (weightIh === undefined) return tf.broadcastTo(bias, [batch, bias.size]);
  return tf.add(tf.matMul(tf.concat(parts, 1), weightIh, false, true), bias);
}

function dropout(x: Tensor2D, mask: Tensor2D | undefined, scale: number): Tensor2D {
  return mask === undefined ? x : tf.mul(tf.mul<Tensor2D>(x, tf.cast(mask, 'float32')), scale);
}
