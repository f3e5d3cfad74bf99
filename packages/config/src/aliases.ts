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
    ZeroInflatedGamma: '@lfads/plugin-calcium/ZeroInflatedGamma',
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
  'lfads_torch.modules.decoder': {
    KernelNormalizedLinear: '@lfads/core/KernelNormalizedLinear',
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
    DeviceStatsMonitor: '@lfads/train/DeviceStatsMonitor',
    EarlyStopping: '@lfads/train/EarlyStoppingWithBurnInPeriod',
    LearningRateMonitor: '@lfads/train/LearningRateMonitor',
    ModelCheckpoint: '@lfads/train/ModelCheckpoint',
    ModelSummary: '@lfads/train/ModelSummary',
    RichModelSummary: '@lfads/train/RichModelSummary',
    RichProgressBar: '@lfads/train/RichProgressBar',
    TQDMProgressBar: '@lfads/train/TQDMProgressBar',
  },
  'pytorch_lightning.loggers': {
    CSVLogger: '@lfads/train/CsvLogger',
    CometLogger: '@lfads/train/CometLogger',
    MLFlowLogger: '@lfads/train/MLFlowLogger',
    NeptuneLogger: '@lfads/train/NeptuneLogger',
    TensorBoardLogger: '@lfads/train/TensorBoardLogger',
    WandbLogger: '@lfads/train/WandbLogger',
  },
  'lfads_torch.extensions.tune': {
    EarlyStoppingWithBurnInPeriod: '@lfads/train/EarlyStoppingWithBurnInPeriod',
  },
  'lfads_torch.extensions.nlb': { NLBEvaluation: '@lfads/plugin-nlb/NLBEvaluation' },
  'lfads_torch.callbacks': {
    RasterPlot: '@lfads/train/RasterPlot',
    TestEval: '@lfads/train/TestEval',
    TrajectoryPlot: '@lfads/train/TrajectoryPlot',
  },
  'lfads_torch.post_run.analysis': { run_posterior_sampling: '@lfads/train/runPosteriorSampling' },
  'ray.tune': { get_trial_dir: '@lfads/train/trialDir' },
  'ray.tune.integration.pytorch_lightning': {
    TuneReportCallback: '@lfads/train/TuneReportCallback',
    TuneReportCheckpointCallback: '@lfads/train/TuneReportCheckpointCallback',
  },
};

/** PyTorch Lightning 2 has the same names in another module. */
const modulesOf = (module: string): string[] =>
  module.startsWith('pytorch_lightning')
    ? [module, module.replace('pytorch_lightning', 'lightning.pytorch')]
    : [module];

/** Names that configs written for the Python package use, and the components that stand for them here. */
export const PYTHON_ALIASES: ReadonlyMap<string, string> = new Map(
  Object.entries(MODULES).flatMap(([module, names]) =>
    Object.entries(names).flatMap(([name, target]) =>
      modulesOf(module).map((path): [string, string] => [`${path}.${name}`, target]),
    ),
  ),
);
