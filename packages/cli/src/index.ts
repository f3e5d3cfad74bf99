export { ExitCode } from './exit-codes.js';
export { type Channel, trialChannels } from './figures/channels.js';
export { type TrialFigure, trialFigure } from './figures/trial-figure.js';
export { type Io, processIo } from './io.js';
export { main } from './main.js';
export { builtinConfigs } from './run/builtin-configs.js';
export { builtinPlugins } from './run/builtin-plugins.js';
