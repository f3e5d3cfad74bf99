import { standInCallback, standInLogger } from './define-stand-in.js';
import { trialDir } from './trial-dir.js';

const OWN_PROGRESS = 'The lfads command shows the progress of a run itself.';
const NO_SUMMARY = 'The sizes of a model are those of its config (lfads config show).';
const OTHER_LOGGERS =
  'CsvLogger, TensorBoardLogger and JsonLinesLogger write the metrics to files.';
const REPORTS = "The metrics it reports are in the run's loggers, csv and others, for every epoch.";

const callback = (module: string, name: string, instead: string) =>
  standInCallback({ name, standsFor: `${module}.${name}`, instead });
const logger = (name: string) =>
  standInLogger({ name, standsFor: `pytorch_lightning.loggers.${name}`, instead: OTHER_LOGGERS });

const TUNE = 'ray.tune.integration.pytorch_lightning';
const LIGHTNING = 'pytorch_lightning.callbacks';

/** Parts of Python configs that have nothing to do here. */
export const standIns = [
  callback(TUNE, 'TuneReportCallback', REPORTS),
  callback(
    TUNE,
    'TuneReportCheckpointCallback',
    `${REPORTS} ModelCheckpoint saves checkpoints; the last one is always saved.`,
  ),
  callback(
    'lfads_torch.callbacks',
    'TestEval',
    'The output file holds the rates of the test trials, to be scored with held-out data.',
  ),
  callback(LIGHTNING, 'TQDMProgressBar', OWN_PROGRESS),
  callback(LIGHTNING, 'RichProgressBar', OWN_PROGRESS),
  callback(LIGHTNING, 'ModelSummary', NO_SUMMARY),
  callback(LIGHTNING, 'RichModelSummary', NO_SUMMARY),
  callback(LIGHTNING, 'DeviceStatsMonitor', 'lfads doctor tells what is computed with.'),
  logger('CometLogger'),
  logger('MLFlowLogger'),
  logger('NeptuneLogger'),
  trialDir,
];
