export { hideCommand } from './hide-command.js';
export { hideSamples, type HideOptions } from './hide-samples.js';
export { sbttPlugin, sbttPlugin as default } from './plugin.js';
