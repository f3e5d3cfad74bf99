export { LinearCell } from './linear.js';
export { VanillaRnnCell, type VanillaRnnOptions } from './vanilla-rnn.js';
