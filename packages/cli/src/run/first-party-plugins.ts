/** Plugins that come with lfads: their components can be named without declaring them, where they are installed. */
export const FIRST_PARTY_PLUGINS = [
  '@lfads/backend-tfjs-node',
  '@lfads/plugin-calcium',
  '@lfads/plugin-emg',
  '@lfads/plugin-multisession',
  '@lfads/plugin-nlb',
  '@lfads/plugin-sbtt',
] as const;
