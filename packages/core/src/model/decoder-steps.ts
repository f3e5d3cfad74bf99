import { type DecoderSequenceOptions, maskScale } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Prior } from '../contracts/index.js';
import type { Controller, Decoded, Decoder, LoopInputs } from './decoder.js';
import { gruStep } from './gru.js';
import { applyLinear } from './linear-layer.js';

interface StepStates {
  genState: Tensor2D; // [B,S]
  genOutput: Tensor2D; // [B,gen_dim]
  factor: Tensor2D;
  conState?: Tensor2D;
  coMean?: Tensor2D;
  coStd?: Tensor2D;
  coSample?: Tensor2D;
}

/** The decoder's loop for generator cells and posteriors that the fused one cannot run. */
export function decodeStepByStep(
  decoder: Decoder,
  loop: LoopInputs,
  { steps, clip, maskScale: scale }: DecoderSequenceOptions,
  coPrior: Prior,
): Omit<Decoded, 'genInit' | 'ext'> {
  const at = timeSteps(loop);
  const { generator } = decoder;
  const outputOf = (state: Tensor2D): Tensor2D => generator.output?.(state) ?? state;
  const factorOf = (output: Tensor2D, mask: Tensor | undefined): Tensor2D =>
    tf.matMul(withMask(output, mask, scale), loop.facWeight, false, true);
  const [batch] = loop.g0.shape;
  let previous: StepStates = {
    genState: loop.g0,
    genOutput: outputOf(loop.g0),
    factor: factorOf(outputOf(loop.g0), loop.g0Mask),
    conState: tf.tile(decoder.conH0, [batch, 1]),
  };
  const states: StepStates[] = [];
  for (let t = 0; t < steps; t++) {
    const control: Partial<StepStates> = decoder.controller
      ? controlStep(decoder.controller, previous, at(t), { clip, scale }, coPrior)
      : {};
    const genInput = concatPresent([control.coSample, at(t).ext]);
    const genState = generator.step(genInput, previous.genState);
    const genOutput = outputOf(genState);
    previous = { ...control, genState, genOutput, factor: factorOf(genOutput, at(t).genMask) };
    states.push(previous);
  }
  const overTime = (name: keyof StepStates): Tensor3D =>
    tf.stack(
      states.map((state) => state[name]!),
      1,
    ) as Tensor3D;
  return {
    factors: overTime('factor'),
    genStates: overTime('genOutput'),
    ...(decoder.controller && {
      conStates: overTime('conState'),
      coMeans: overTime('coMean'),
      coStds: overTime('coStd'),
      coSamples: overTime('coSample'),
    }),
  };
}

type Step = ReturnType<ReturnType<typeof timeSteps>>;

function timeSteps({ ci, ext, coNoise, genMask, conMask }: LoopInputs) {
  const unstacked = Object.entries({ ci, ext, coNoise, genMask, conMask }).map(
    ([name, sequence]) => [name, sequence && (tf.unstack(sequence, 1) as Tensor2D[])] as const,
  );
  type Name = 'ci' | 'ext' | 'coNoise' | 'genMask' | 'conMask';
  return (t: number) =>
    Object.fromEntries(unstacked.map(([name, steps]) => [name, steps?.[t]])) as Partial<
      Record<Name, Tensor2D>
    >;
}

function controlStep(
  { gru, coLinear }: Controller,
  previous: StepStates,
  step: Step,
  { clip, scale }: { clip: number; scale: number },
  coPrior: Prior,
) {
  const input = withMask(tf.concat([step.ci!, previous.factor], 1), step.conMask, scale);
  const conState = gruStep(gru, input, previous.conState!, clip);
  const [coMean, coLogvar] = tf.split(applyLinear(coLinear, conState), 2, 1) as [
    Tensor2D,
    Tensor2D,
  ];
  const coStd = tf.exp(tf.mul<Tensor2D>(coLogvar, 0.5));
  const coSample = step.coNoise
    ? (coPrior.makePosterior(coMean, coStd).sample(step.coNoise) as Tensor2D)
    : coMean;
  return { conState, coMean, coStd, coSample };
}

const withMask = (x: Tensor2D, mask: Tensor | undefined, scale: number): Tensor2D =>
  mask ? (maskScale(x, mask, scale) as Tensor2D) : x;

function concatPresent(parts: (Tensor2D | undefined)[]): Tensor2D | undefined {
  const present = parts.filter((part) => part !== undefined);
  return present.length > 1 ? tf.concat(present, 1) : present[0];
}
