import { expect, test } from 'vitest';
import { duration } from './duration.js';
import { statusLine } from './status-line.js';
import { trainingProgress } from './training-progress.js';

test.each([
  [8.4, '8 s'],
  [200, '3 min 20 s'],
  [7500, '2 h 5 min'],
])('%d seconds read as %s', (seconds, words) => {
  expect(duration(seconds)).toBe(words);
});

const common = { epoch: 4, maxEpochs: 10, globalStep: 50, trialsPerSecond: 1234.5 };

test('the line keeps the losses of the last epoch while the next one runs', () => {
  const line = trainingProgress();
  line({
    ...common,
    kind: 'epoch',
    metrics: { 'train/recon': 0.5, 'valid/recon': 0.25 },
    learningRate: 0.004,
    seconds: 1,
    secondsLeft: 65,
  });
  const batch = { kind: 'batch', batch: 3, batches: 16, loss: 5000, gradNorm: 1 } as const;
  expect(line({ ...common, ...batch, epoch: 5 })).toBe(
    'epoch 6/10  batch 3/16  train/recon 0.5000  valid/recon 0.2500  1235 trials/s  1 min 5 s left',
  );
});

test('without a terminal nothing is shown', () => {
  const written: string[] = [];
  const io = {
    out: () => {},
    err: (text: string) => void written.push(text),
    terminal: false,
    cwd: '.',
    onInterrupt: () => () => {},
  };
  const line = statusLine(io);
  line.show('epoch 1');
  line.clear();
  expect(written).toEqual([]);
  const shown = statusLine({ ...io, terminal: true });
  shown.show('epoch 1');
  shown.clear();
  expect(written).toEqual(['\r\u001b[Kepoch 1', '\r\u001b[K']);
});
