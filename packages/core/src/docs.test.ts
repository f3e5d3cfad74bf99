import { readdirSync, readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { CORE_ERROR_CODES } from './error-codes.js';
import {
  corePlugin,
  createRegistry,
  createRunContainer,
  type Prior,
  StepStreams,
} from './index.js';
import laplacePlugin from './test-support/laplace-prior.js';
import { plainScope } from './test-support/plain-scope.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const readme = read('../README.md');

/** Rows of the README whose first cell is code that matches. */
const rows = (first: string) =>
  [...readme.matchAll(new RegExp(`^\\| \`(${first})\` *\\|(.*)\\|$`, 'gm'))].map(
    ([, name, rest]) => [name!, ...rest!.split('|').map((cell) => cell.trim())],
  );

describe('the README', () => {
  it('lists every error code with its meaning', () => {
    expect(rows('LFADS_\\w+')).toEqual(Object.entries(CORE_ERROR_CODES));
  });

  it('lists every component with its kind and summary', () => {
    expect(rows('@lfads/core/\\w+')).toEqual(
      corePlugin.components.map(({ target, kind, summary }) => [target, kind, summary]),
    );
  });

  it('shows the plugin that is tested here', () => {
    const plugin = read('./test-support/laplace-prior.ts');
    expect(readme).toContain(plugin.replaceAll("'../index.js'", "'@lfads/core'"));
  });
});

describe('the error codes', () => {
  it('are all used, and no others', () => {
    const sources = readdirSync(new URL('.', import.meta.url), {
      recursive: true,
      encoding: 'utf8',
    })
      .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|error-codes\.ts$/.test(file))
      .map((file) => read(`./${file}`));
    const used = new Set(
      sources.flatMap((text) => [...text.matchAll(/'(LFADS_\w+)'/g)].map(([, code]) => code)),
    );
    expect([...used].sort()).toEqual(Object.keys(CORE_ERROR_CODES).sort());
  });
});

describe("the README's plugin", () => {
  const registry = createRegistry([corePlugin, laplacePlugin]);

  it('is found by its target, beside the components of this package', () => {
    expect(registry.pluginOf('lfads-plugin-laplace/LaplacePrior')).toBe('lfads-plugin-laplace');
  });

  it('estimates the KL of a standard normal posterior, whose value is known', () => {
    const run = createRunContainer(registry);
    const prior = run.create<Prior>('lfads-plugin-laplace/LaplacePrior', { shape: 2 });
    prior.build(plainScope());
    const shape = [20_000, 2];
    const noise = prior.drawNoise(new StepStreams(1, 0), 'kl', shape);
    const kl = prior.kl(tf.zeros(shape), tf.ones(shape), noise).dataSync()[0]!;
    const perDimension = Math.sqrt(2 / Math.PI) + Math.LN2 - Math.log(2 * Math.PI * Math.E) / 2;
    expect(Math.abs(kl - 2 * perDimension)).toBeLessThan(0.015);
  });
});
