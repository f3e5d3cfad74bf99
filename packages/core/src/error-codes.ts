/** Every code that this package's errors carry, with what it means. The README's table is tested against it. */
export const CORE_ERROR_CODES = {
  LFADS_PLUGIN_CONTRACT_VERSION: 'A plugin was made for another version of the contracts.',
  LFADS_PLUGIN_BAD_TARGET: 'A component of a plugin has a malformed target.',
  LFADS_PLUGIN_BAD_KIND: 'A component of a plugin is of a kind that there is not.',
  LFADS_PLUGIN_BAD_COMMAND: 'A command of a plugin has a malformed name.',
  LFADS_REGISTRY_DUPLICATE_TARGET: 'Two plugins claim the same target.',
  LFADS_REGISTRY_DUPLICATE_COMMAND: 'Two plugins claim the same command.',
  LFADS_REGISTRY_DUPLICATE_REPLACEMENT: 'Two plugins replace the same component.',
  LFADS_REGISTRY_BAD_REPLACEMENT: 'A plugin replaces what cannot be replaced by it.',
  LFADS_REGISTRY_UNKNOWN_TARGET: 'No component is registered under a target.',
  LFADS_REGISTRY_BAD_OPTIONS: 'A component was given options that its schema refuses.',
  LFADS_SERVICE_MISSING: 'A component asked for a service that nobody provides.',
  LFADS_MODEL_HYPERPARAMETERS: "The model's scalar options are wrong.",
  LFADS_MODEL_DIMENSIONS: "The model's sizes disagree with each other or with the data.",
  LFADS_MODEL_NOT_BUILT: 'A model is used before its parameters were created.',
  LFADS_MODEL_CHECKPOINTING: 'Gradient checkpointing is on, but the decoder runs step by step.',
  LFADS_MODEL_BATCH: 'A batch does not fit the model.',
  LFADS_MODEL_EXT_INPUT: 'The external input ends after the last reconstructed step.',
  LFADS_MODEL_PCR_INIT: 'A size of read-ins or read-outs is given twice.',
  LFADS_MODEL_ALIGNMENT: 'A data file lacks the alignment that read-ins or read-outs start from.',
  LFADS_AUGMENTATION_ORDER: 'An augmentation stack has an order that cannot be followed.',
  LFADS_AUGMENTATION_SV_MASK: 'Sample validation is on, but the data module gives no mask.',
  LFADS_AUGMENTATION_INPUT_NOT_IN_TARGET:
    'An augmentation that hides the input from the loss has a target without it.',
  LFADS_AUGMENTATION_NOT_COUNTS: 'Spike jitter was given data that are no counts.',
  LFADS_PARAMETER_DUPLICATE: 'Two parts create a parameter of the same name.',
  LFADS_PARAMETER_MISMATCH: "Parameters to load do not fit the model's.",
} as const;

export type CoreErrorCode = keyof typeof CORE_ERROR_CODES;
