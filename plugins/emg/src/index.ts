export { channelEnvelopes, type ChannelReport, type EnvelopeOptions } from './channel-envelopes.js';
export {
  ChannelTemporalShift,
  type ChannelTemporalShiftOptions,
} from './channel-temporal-shift.js';
export { butterworth, type Filter, filterBothWays, notch } from './filters.js';
export { emgPlugin, emgPlugin as default } from './plugin.js';
export { prepare, type Prepared, type PrepareOptions } from './prepare.js';
