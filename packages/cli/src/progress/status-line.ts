import type { Io } from '../io.js';

/** One line of a terminal, redrawn in place; without a terminal it stays silent. */
export interface StatusLine {
  show(text: string): void;
  /** Removes the line, so that other output starts on a clean one. */
  clear(): void;
}

const ERASE = '\r\u001b[K';

export function statusLine(io: Io): StatusLine {
  let shown = false;
  return {
    show(text) {
      if (!io.terminal) return;
      shown = true;
      io.err(ERASE + text);
    },
    clear() {
      if (shown) io.err(ERASE);
      shown = false;
    },
  };
}
