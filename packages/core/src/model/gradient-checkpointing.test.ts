import * as ops from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { LstmCell } from '../generator-cells/index.js';
import { StepStreams } from '../random/index.js';
import { smallModel, smallSession } from '../test-support/small-model.js';

const asked = new Map<string, unknown[]>();

/** A backend whose recurrent kernels are the composites, and note whether they were to checkpoint. */
function noteCheckpointing(backendName: string): void {
  tf.registerBackend(backendName, tf.findBackendFactory('cpu'));
  tf.copyRegisteredKernels('cpu', backendName);
  const operations = {
    [ops.GRU_SEQUENCE]: (inputs: never, attrs: never) => [ops.gruSequence(inputs, attrs)],
    [ops.DECODER_SEQUENCE]: (inputs: never, attrs: never) =>
      Object.values(ops.decoderSequence(inputs, attrs)),
  };
  for (const [kernelName, operation] of Object.entries(operations)) {
    tf.registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({ inputs, attrs }) => {
        const { gradientCheckpointing } = attrs as unknown as { gradientCheckpointing: boolean };
        asked.set(kernelName, [...(asked.get(kernelName) ?? []), gradientCheckpointing]);
        return ops.withCompositeOps(() => operation(inputs as never, attrs as never));
      },
    });
  }
}

it('is asked of every recurrent kernel by the option of the model, and else of none', async () => {
  noteCheckpointing('noting');
  await tf.setBackend('noting');
  for (const gradient_checkpointing of [undefined, false, true]) {
    asked.clear();
    const model = smallModel({ scalars: { gradient_checkpointing } });
    const batch = new Map([[0, smallSession(1)]]);
    model.predict(batch, { sample: true, random: new StepStreams(1, 0) });
    const wanted = gradient_checkpointing === true;
    expect(asked).toEqual(
      new Map([
        [ops.GRU_SEQUENCE, [wanted, wanted, wanted, wanted]],
        [ops.DECODER_SEQUENCE, [wanted]],
      ]),
    );
  }
});

it('is refused of a decoder that runs step by step', () => {
  const model = (gradient_checkpointing: boolean) =>
    smallModel({ scalars: { gradient_checkpointing }, parts: { generatorCell: new LstmCell(5) } });
  expect(() => model(true)).toThrow(/generator_cell or co_prior runs step by step/);
  expect(() => model(false)).not.toThrow();
});
