import { type DataModule, type Lfads, StepStreams } from '@lfads/core';
import { readH5 } from '@lfads/data';

/** R² of a session's inferred rates on its validation trials against the true ones, all neurons together. */
export async function rateR2(model: Lfads, data: DataModule, session: number): Promise<number> {
  const truth = (await readH5(data.sessions[session]!.path, ['valid_truth'])).get('valid_truth')!;
  const channels = truth.shape[2]!;
  const rates: number[] = [];
  let step = 0;
  for (const batch of data.predictBatches(session, 'valid')) {
    const random = new StepStreams(0, step++);
    const output = model.predict(new Map([[session, batch]]), { sample: false, random });
    const found = output.get(session)!;
    rates.push(...found.outputParams.dataSync());
    for (const tensor of [...Object.values(found), ...Object.values(batch)]) {
      (tensor as { dispose?: () => void } | undefined)?.dispose?.();
    }
  }
  const count = rates.length / channels;
  const means = Array.from({ length: channels }, (_, n) => {
    let sum = 0;
    for (let i = n; i < rates.length; i += channels) sum += truth.data[i]!;
    return sum / count;
  });
  let error = 0;
  let variance = 0;
  rates.forEach((rate, i) => {
    error += (truth.data[i]! - rate) ** 2;
    variance += (truth.data[i]! - means[i % channels]!) ** 2;
  });
  return 1 - error / variance;
}
