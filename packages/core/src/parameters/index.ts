export * from './initializers.js';
export * from './parameter-store.js';
export * from './weight-decay.js';
