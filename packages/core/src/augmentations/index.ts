export { AugmentationStack } from './augmentation-stack.js';
export type { AugmentationStackOptions } from './augmentation-stack.js';
export { CoordinatedDropout } from './coordinated-dropout.js';
export type { CoordinatedDropoutMemo, CoordinatedDropoutOptions } from './coordinated-dropout.js';
export { sessionStream } from './session-stream.js';
