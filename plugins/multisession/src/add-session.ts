import type { Lfads, ParameterValues } from '@lfads/core';

/** Parameters that each session has of its own. */
const ofSession = (name: string) => /^(readin|readout|recon)\.\d+\./.test(name);

/**
 * Puts a trained model's dynamics into a model of new sessions and freezes them: only the new sessions'
 * read-ins, read-outs and reconstructions are left to train (the read-ins where they are trainable).
 *
 * @param model built for the new sessions, with the sizes of the trained one
 * @param trained the trained model's parameters, such as a checkpoint's
 * @throws LfadsError LFADS_PARAMETER_MISMATCH, and changes nothing, when the dynamics are of other sizes
 */
export function addSession(model: Lfads, trained: ReadonlyMap<string, ParameterValues>): void {
  const own = [...model.parameters.snapshot()].filter(([name]) => ofSession(name));
  const dynamics = [...trained].filter(([name]) => !ofSession(name));
  model.parameters.load(new Map([...dynamics, ...own]));
  model.parameters.freeze((name) => !ofSession(name));
}
