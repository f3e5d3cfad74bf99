/** A tensor or an option that an operation cannot take; the message names the operation and the shapes. */
export class OpError extends Error {
  constructor(
    readonly code: 'LFADS_OPS_SHAPE' | 'LFADS_OPS_DTYPE' | 'LFADS_OPS_OPTION',
    op: string,
    message: string,
  ) {
    super(`${op}: ${message}`);
    this.name = 'OpError';
  }
}
