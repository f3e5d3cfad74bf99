/** Calls of parts that must not end a run: callbacks and loggers. */
export interface Guard {
  /** Calls `act`; a failure warns, once per part. */
  (part: string, act: () => unknown): Promise<void>;
}

/** @param warn gets one message per part that fails */
export function createGuard(warn: (message: string) => void): Guard {
  const warned = new Set<string>();
  return async (part, act) => {
    try {
      await act();
    } catch (error) {
      if (warned.has(part)) return;
      warned.add(part);
      const reason = error instanceof Error ? error.message : String(error);
      warn(`${part} failed: ${reason} Training goes on; further failures of it are not shown.`);
    }
  };
}
