// Times the hot kernels: node bench/kernels.mjs [engine] [threads] [part of the labels] (after npm run build).
// Gives the least wall time and the least processor time (of all threads) of many runs.
import * as tf from '@tensorflow/tfjs-core';
import * as ops from '@lfads/ops';
import { initCpuBackend } from '../dist/index.js';

const [engine = 'auto', threads, wanted = ''] = process.argv.slice(2);
const info = await initCpuBackend({ engine, ...(threads && { threads: Number(threads) }) });
console.log(info);

const random = (...shape) => tf.randomUniform(shape, -0.2, 0.2);
function time(label, flops, step, seconds = 2) {
  if (!label.includes(wanted)) return;
  let [wall, cpu] = [Infinity, Infinity];
  for (const end = performance.now() + seconds * 1000; performance.now() < end;) {
    const [start, used] = [performance.now(), process.cpuUsage()];
    tf.tidy(step);
    wall = Math.min(wall, performance.now() - start);
    const { user, system } = process.cpuUsage(used);
    cpu = Math.min(cpu, (user + system) / 1000);
  }
  const speed = flops ? `${(flops / wall / 1e6).toFixed(0).padStart(5)} GFLOP/s` : '';
  console.log(
    `${label.padEnd(40)} ${wall.toFixed(2).padStart(9)} ms, processor ${cpu.toFixed(2).padStart(9)} ms ${speed}`,
  );
}

for (const [B, T, I, H] of [
  [64, 50, 30, 64],
  [256, 35, 137, 64],
  [256, 140, 122, 100],
  [256, 180, 44, 100],
  [256, 45, 104, 200],
]) {
  const x = random(B, T, I);
  const weights = [random(B, H), random(3 * H, I), random(3 * H, H), random(3 * H)];
  const dy = random(B, T, H);
  const loss = (h0, weightIh, weightHh, bias) =>
    ops.gruSequence({ x, h0, weightIh, weightHh, bias }, { inputGradient: false });
  const forward = 2 * B * T * 3 * H * (I + H);
  time(`gru fwd ${B},${T},${I},${H}`, forward, () =>
    ops.gruSequence({
      x,
      h0: weights[0],
      weightIh: weights[1],
      weightHh: weights[2],
      bias: weights[3],
    }),
  );
  const grads = tf.grads(loss);
  time(`gru fwd+bwd, no dx ${B},${T},${I},${H}`, 3 * forward - 2 * B * T * 3 * H * I, () =>
    grads(weights, dy),
  );
  const all = tf.grads((input, h0, weightIh, weightHh, bias) =>
    ops.gruSequence({ x: input, h0, weightIh, weightHh, bias }),
  );
  time(`gru fwd+bwd ${B},${T},${I},${H}`, 3 * forward, () => all([x, ...weights], dy));
  tf.dispose([x, dy, weights]);
}
{
  const [B, T, N, F] = [256, 180, 162, 40];
  const x = random(B, T, F),
    w = random(N, F),
    b = random(N);
  const grads = tf.grads((...args) => ops.linear(...args));
  const a = random(B, T, N),
    counts = tf.cast(
      ops.philox({
        kind: 'bernoulli',
        shape: [B, T, N],
        p: 0.2,
        seed: 1,
        stream: 1,
        step: 1,
        draw: 1,
      }),
      'float32',
    );
  time(`linear fwd+bwd ${B},${T},${F}->${N}`, 6 * B * T * N * F, () => grads([x, w, b], counts));
  const nll = tf.grad((rates) => ops.poissonNllSum(rates, counts, { scale: 1e-3 }));
  time(`poisson sum fwd+bwd ${B},${T},${N}`, 0, () => nll(a));
  time(`bernoulli ${B},${T},${N}`, 0, () =>
    ops.philox({
      kind: 'bernoulli',
      shape: [B, T, N],
      p: 0.2,
      seed: 1,
      stream: 1,
      step: 1,
      draw: 1,
    }),
  );
  time(`normal ${B},${T},4`, 0, () =>
    ops.philox({ kind: 'normal', shape: [B, T, 4], p: 0, seed: 1, stream: 1, step: 1, draw: 1 }),
  );
}
{
  const [p, m, v, g] = [0, 0, 0, 0].map(() => tf.abs(random(500000)));
  const options = {
    lr: 1e-3,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weightDecay: 0,
    step: 3,
    gradScale: 1,
  };
  time('adamw 500000', 0, () => ops.adamwStep({ p, m, v, g }, options));
}
