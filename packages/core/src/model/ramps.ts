/** How far a penalty is ramped up in `epoch` (0-based): from 0 before `start` to 1 after `increase` epochs. */
export const ramp = (epoch: number, start: number, increase: number): number =>
  Math.min(1, Math.max(0, (epoch + 1 - start) / (increase + 1)));
