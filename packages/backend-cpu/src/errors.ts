export type CpuBackendErrorCode =
  | 'LFADS_CPU_OPTION'
  | 'LFADS_CPU_ENGINE_UNAVAILABLE'
  | 'LFADS_CPU_NOT_INITIALISED'
  | 'LFADS_CPU_MEMORY';

/** What the CPU backend cannot do; the message says what to do instead. */
export class CpuBackendError extends Error {
  constructor(
    readonly code: CpuBackendErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(`${code}: ${message}`, options);
    this.name = 'CpuBackendError';
  }
}
