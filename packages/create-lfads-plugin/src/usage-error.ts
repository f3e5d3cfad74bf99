/** Something that the user can mend: what is wrong, and what to do. Shown without a stack trace. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
