/** By Python module, the class or function and the component that stands for it here. */
const MODULES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'lfads_torch.model': { LFADS: '@lfads/core/Lfads' },
  'lfads_torch.modules.priors': {
    Null: '@lfads/core/Null',
    MultivariateNormal: '@lfads/core/MultivariateNormal',
    AutoregressiveMultivariateNormal: '@lfads/core/AutoregressiveMultivariateNormal',
    MultivariateStudentT: '@lfads/core/MultivariateStudentT',
  },
  'lfads_torch.modules.recons': {
    Poisson: '@lfads/core/Poisson',
    PoissonBPS: '@lfads/core/PoissonBPS',
    MSE: '@lfads/core/MSE',
    Gaussian: '@lfads/core/Gaussian',
    Gamma: '@lfads/core/Gamma',
    ZeroInflatedGamma: '@lfads/core/ZeroInflatedGamma',
    MultisessionReconstruction: '@lfads/core/MultisessionReconstruction',
  },
  'lfads_torch.modules.augmentations': {
    AugmentationStack: '@lfads/core/AugmentationStack',
    CoordinatedDropout: '@lfads/core/CoordinatedDropout',
    CoordinatedDropoutTF2: '@lfads/core/CoordinatedDropoutTF2',
    SampleValidation: '@lfads/core/SampleValidation',
    SelectiveBackpropThruTime: '@lfads/core/SelectiveBackpropThruTime',
    SpikeJitter: '@lfads/core/SpikeJitter',
    TemporalShift: '@lfads/core/TemporalShift',
  },
  'lfads_torch.modules.readin_readout': {
    FanInLinear: '@lfads/core/FanInLinear',
    MultisessionReadin: '@lfads/core/MultisessionReadin',
    MultisessionReadout: '@lfads/core/MultisessionReadout',
  },
  'torch.nn': { Identity: '@lfads/core/Identity', ModuleList: '@lfads/core/ModuleList' },
  'lfads_torch.datamodules': { BasicDataModule: '@lfads/data/BasicDataModule' },
  pytorch_lightning: { Trainer: '@lfads/train/Trainer' },
  'pytorch_lightning.callbacks': {
    ModelCheckpoint: '@lfads/train/ModelCheckpoint',
    LearningRateMonitor: '@lfads/train/LearningRateMonitor',
  },
  'pytorch_lightning.loggers': {
    CSVLogger: '@lfads/train/CsvLogger',
    TensorBoardLogger: '@lfads/train/TensorBoardLogger',
  },
  'lfads_torch.extensions.tune': {
    EarlyStoppingWithBurnInPeriod: '@lfads/train/EarlyStoppingWithBurnInPeriod',
  },
  'lfads_torch.callbacks': {
    RasterPlot: '@lfads/train/RasterPlot',
    TrajectoryPlot: '@lfads/train/TrajectoryPlot',
  },
  'lfads_torch.post_run.analysis': { run_posterior_sampling: '@lfads/train/runPosteriorSampling' },
};

/** Names that configs written for the Python package use, and the components that stand for them here. */
export const PYTHON_ALIASES: ReadonlyMap<string, string> = new Map(
  Object.entries(MODULES).flatMap(([module, names]) =>
    Object.entries(names).map(([name, target]) => [`${module}.${name}`, target]),
  ),
);
