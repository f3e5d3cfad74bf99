import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../test-support/functions-fixture.js';
import { Bernoulli } from './index.js';
import { describeSupport, findUnsupported } from './support.js';

const logits = [-30, -2, 0, 0.7, 30];
const recon = new Bernoulli();
const params = recon.reshapeOutputParams(tf.tensor3d([[logits]]));
const lossOf = (x: number) => recon.computeLoss(tf.fill([1, 1, logits.length], x), params);
const probabilities = logits.map((a) => 1 / (1 + Math.exp(-a)));

describe('Bernoulli', () => {
  it('has the loss -log p with a spike and -log(1 - p) without', () => {
    expectClose(
      lossOf(1),
      logits.map((a) => Math.log1p(Math.exp(-a))),
    );
    expectClose(
      lossOf(0),
      logits.map((a) => Math.log1p(Math.exp(a))),
    );
  });

  it('has two probabilities that sum to 1', () => {
    const sum = tf.add(tf.exp(tf.neg(lossOf(0))), tf.exp(tf.neg(lossOf(1))));
    expectClose(
      sum,
      logits.map(() => 1),
    );
  });

  it('gives its probabilities as means, and their logs for bits per spike', () => {
    expectClose(recon.computeMeans(params), probabilities);
    expectClose(recon.logRates(params), probabilities.map(Math.log));
  });

  it('counts two spikes that an augmentation moved into one bin as a spike', () => {
    expectClose(lossOf(2), lossOf(1).dataSync());
  });

  it('is defined on 0 and 1 alone', () => {
    expect(findUnsupported([0, 1, NaN, 2], recon.support)).toBe(3);
    expect(findUnsupported([0, 0.5], recon.support)).toBe(1);
    expect(findUnsupported([-1], recon.support)).toBe(0);
    expect(describeSupport(recon.support)).toBe('whole numbers of at least 0 of at most 1');
  });
});
