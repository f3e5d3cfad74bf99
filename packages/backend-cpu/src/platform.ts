export const inNode = typeof process !== 'undefined' && process.versions?.node !== undefined;

interface BrowserGlobals {
  crossOriginIsolated?: boolean;
  document?: unknown;
  navigator?: { hardwareConcurrency?: number };
}
const globals = globalThis as BrowserGlobals;

/** Whether threads can share memory: always in Node, in a browser on a cross-origin isolated page. */
export const canShareMemory = (): boolean =>
  typeof SharedArrayBuffer !== 'undefined' && (inNode || globals.crossOriginIsolated === true);

/** Whether this thread may wait without spinning: a browser's main thread may not. */
export const maySleep = (): boolean => inNode || globals.document === undefined;

export async function processorCount(): Promise<number> {
  if (!inNode) return globals.navigator?.hardwareConcurrency ?? 1;
  const { availableParallelism } = await import('node:os');
  return availableParallelism();
}
