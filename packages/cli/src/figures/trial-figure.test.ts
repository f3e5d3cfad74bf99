import { expect, test } from 'vitest';
import { trialChannels } from './channels.js';
import { trialFigure } from './trial-figure.js';

const bins = 50;
const wave = (phase: number) =>
  Array.from({ length: bins }, (_, t) => 0.3 * (1 + Math.sin(t / 5 + phase)));
const rates = Array.from({ length: 6 }, (_, channel) => wave(channel));
const counts = rates.map((channel) => channel.map((rate) => (rate > 0.4 ? 1 : 0)));

test('the figure is one SVG that names its neurons and its curves', () => {
  const svg = trialFigure({ title: 'a trial', counts, rates, truth: rates, binSeconds: 0.01 });
  expect(svg).toMatch(/^<svg [\s\S]*<\/svg>$/);
  expect(svg).toContain('spikes of 6 neurons');
  expect(svg).toContain('true rate');
});

test('without true rates it draws the inferred ones alone', () => {
  const svg = trialFigure({ title: 'a trial', counts, rates, binSeconds: 0.01 });
  expect(svg).toContain('inferred rate');
  expect(svg).not.toContain('true rate');
});

test('a trial of [trial, time, channel] is read channel by channel', () => {
  const array = { shape: [2, 2, 3], data: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] };
  expect(trialChannels(array, 1)).toEqual([
    [6, 9],
    [7, 10],
    [8, 11],
  ]);
});
