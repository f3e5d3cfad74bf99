import * as core from '@lfads/core';
import * as data from '@lfads/data';
import * as ops from '@lfads/ops';
import * as train from '@lfads/train';
import * as tune from '@lfads/tune';
import * as tf from '@tensorflow/tfjs-core';
import * as zod from 'zod';

/** What plugins that are single files import, wherever the file lies: the very modules that run here. */
export const hostModules: Readonly<Record<string, unknown>> = {
  '@lfads/core': core,
  '@lfads/data': data,
  '@lfads/ops': ops,
  '@lfads/train': train,
  '@lfads/tune': tune,
  '@tensorflow/tfjs-core': tf,
  zod,
};
