export { LinearCell } from './linear.js';
export { LstmCell } from './lstm.js';
export { StackedCell } from './stacked.js';
export { VanillaRnnCell, type VanillaRnnOptions } from './vanilla-rnn.js';
