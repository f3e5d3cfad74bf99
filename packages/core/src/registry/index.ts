export { isPartOf, partOf, replicatePart, targetOf } from './brand.js';
export * from './define.js';
export * from './registry.js';
export * from './run-container.js';
export * from './tokens.js';
