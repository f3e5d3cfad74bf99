export * from './initial-draws.js';
export * from './step-streams.js';
