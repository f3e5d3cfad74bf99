/** Names that configs written for the Python package use, and the components that stand for them here. */
export const PYTHON_ALIASES: ReadonlyMap<string, string> = new Map([
  ['lfads_torch.model.LFADS', '@lfads/core/Lfads'],
  ['lfads_torch.modules.recons.Poisson', '@lfads/core/Poisson'],
  ['lfads_torch.modules.priors.Null', '@lfads/core/Null'],
  ['lfads_torch.modules.priors.MultivariateNormal', '@lfads/core/MultivariateNormal'],
  [
    'lfads_torch.modules.priors.AutoregressiveMultivariateNormal',
    '@lfads/core/AutoregressiveMultivariateNormal',
  ],
  ['lfads_torch.modules.augmentations.AugmentationStack', '@lfads/core/AugmentationStack'],
  ['lfads_torch.modules.augmentations.CoordinatedDropout', '@lfads/core/CoordinatedDropout'],
  ['lfads_torch.modules.readin_readout.FanInLinear', '@lfads/core/FanInLinear'],
  ['torch.nn.Identity', '@lfads/core/Identity'],
  ['torch.nn.ModuleList', '@lfads/core/ModuleList'],
  ['lfads_torch.datamodules.BasicDataModule', '@lfads/data/BasicDataModule'],
  ['pytorch_lightning.Trainer', '@lfads/train/Trainer'],
  ['pytorch_lightning.callbacks.ModelCheckpoint', '@lfads/train/ModelCheckpoint'],
  ['pytorch_lightning.callbacks.LearningRateMonitor', '@lfads/train/LearningRateMonitor'],
  ['pytorch_lightning.loggers.CSVLogger', '@lfads/train/CsvLogger'],
  ['pytorch_lightning.loggers.TensorBoardLogger', '@lfads/train/TensorBoardLogger'],
  [
    'lfads_torch.extensions.tune.EarlyStoppingWithBurnInPeriod',
    '@lfads/train/EarlyStoppingWithBurnInPeriod',
  ],
  ['lfads_torch.callbacks.RasterPlot', '@lfads/train/RasterPlot'],
  ['lfads_torch.callbacks.TrajectoryPlot', '@lfads/train/TrajectoryPlot'],
  ['lfads_torch.post_run.analysis.run_posterior_sampling', '@lfads/train/runPosteriorSampling'],
]);
