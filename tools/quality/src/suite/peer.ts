import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { LfadsError } from '@lfads/core';

/** A piece of the reference's training. */
export interface PeerPace {
  epochs: number;
  seconds: number;
}

/**
 * Runs a command that trains the reference for a few epochs and ends with one line of JSON that holds
 * `epoch` (epochs done) and `seconds`.
 *
 * @throws LfadsError LFADS_QUALITY_PEER
 */
export async function peerPace(command: string): Promise<PeerPace> {
  const { stdout } = await promisify(execFile)('sh', ['-c', command]).catch((error: Error) => {
    throw peerError(`"${command}" failed: ${error.message}`);
  });
  const last = stdout.trimEnd().split('\n').at(-1) ?? '';
  try {
    const { epoch, seconds } = JSON.parse(last) as { epoch: unknown; seconds: unknown };
    if (Number(epoch) > 0 && Number(seconds) > 0) {
      return { epochs: Number(epoch), seconds: Number(seconds) };
    }
  } catch {
    // The message below says what was found.
  }
  throw peerError(`"${command}" ended with "${last}".`);
}

const peerError = (message: string) =>
  new LfadsError(
    'LFADS_QUALITY_PEER',
    message,
    'It must end with a line of JSON such as {"epoch": 10, "seconds": 51.2}.',
  );
