export * from './initial-draws.js';
export * from './step-streams.js';
export { createRandomStreams, type RandomStreams } from './random-streams.js';
