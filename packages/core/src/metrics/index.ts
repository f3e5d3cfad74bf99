export * from './bits-per-spike.js';
export * from './r2-score.js';
export * from './smoothed-metric.js';
