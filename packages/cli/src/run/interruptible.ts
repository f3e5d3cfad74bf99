import type { Io } from '../io.js';

/** Runs a task with a signal that fires when the user asks to stop. */
export async function interruptible<T>(
  io: Io,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const stopListening = io.onInterrupt(() => controller.abort());
  try {
    return await task(controller.signal);
  } finally {
    stopListening();
  }
}
