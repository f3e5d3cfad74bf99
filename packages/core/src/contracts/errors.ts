/** A fault the user can mend: code, what is wrong and where, and what to do. Shown without a stack trace. */
export class LfadsError extends Error {
  constructor(
    readonly code: `LFADS_${string}`,
    message: string,
    readonly hint?: string,
  ) {
    super(message);
    this.name = 'LfadsError';
  }
}
