import { definePlugin } from '@lfads/core';
import { standIns } from '../stand-ins/stand-ins.js';
import {
  earlyStopping,
  learningRateMonitor,
  modelCheckpoint,
  rasterPlot,
  trajectoryPlot,
} from './callbacks.js';
import { csvLogger, jsonLinesLogger, tensorBoardLogger } from './loggers.js';
import { adamW, reduceLrOnPlateau } from './optimisation.js';
import { posteriorSampling } from './posterior-sampling.js';
import { trainer } from './trainer.js';
import { wandbLogger } from './wandb-logger.js';

/** The trainer, optimiser, schedule, callbacks, loggers and posterior sampling of this package. */
export const trainPlugin = definePlugin({
  name: '@lfads/train',
  contractVersion: 1,
  components: [
    trainer,
    modelCheckpoint,
    earlyStopping,
    learningRateMonitor,
    rasterPlot,
    trajectoryPlot,
    csvLogger,
    tensorBoardLogger,
    jsonLinesLogger,
    wandbLogger,
    posteriorSampling,
    adamW,
    reduceLrOnPlateau,
    ...standIns,
  ],
});
