/** Where a command reads its surroundings and writes its words; tests hand in their own. */
export interface Io {
  /** Results: what a pipe should get. */
  out(text: string): void;
  /** Progress, notes and errors. */
  err(text: string): void;
  /** Whether `err` goes to a terminal, where a line can be redrawn. */
  readonly terminal: boolean;
  readonly cwd: string;
  /** Calls back once when the user asks to stop; returns a function that stops listening. */
  onInterrupt(listener: () => void): () => void;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** The process's own streams, folder and signals. A second signal ends the process at once. */
export function processIo(): Io {
  return {
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(text),
    terminal: process.stderr.isTTY === true,
    cwd: process.cwd(),
    onInterrupt(listener) {
      const stopListening = () => SIGNALS.forEach((signal) => process.off(signal, onSignal));
      const onSignal = () => {
        stopListening();
        listener();
      };
      SIGNALS.forEach((signal) => process.on(signal, onSignal));
      return stopListening;
    },
  };
}
