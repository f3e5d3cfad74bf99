import type { Compat } from '../contracts/index.js';

/**
 * Whether weight decay acts on the parameter of this name: on weight matrices only. lfads-torch 1.1
 * lets priors, biases and start states decay too; `compat` brings that back.
 */
export const hasWeightDecay = (name: string, compat?: Compat): boolean =>
  compat === 'lfads-torch-1.1' || /(^|\.)weight(_ih|_hh)?$/.test(name);
