/** Every code that this package's errors carry, with what it means. The README's table is tested against it. */
export const CONFIG_ERROR_CODES = {
  LFADS_CONFIG_NOT_FOUND: 'No config of that name is on the search path.',
  LFADS_CONFIG_DIR_NOT_FOUND: 'The config folder does not exist.',
  LFADS_CONFIG_YAML_SYNTAX: 'A file is not valid YAML, or uses YAML that configs do not allow.',
  LFADS_CONFIG_DUPLICATE_KEY: 'A mapping has the same key twice.',
  LFADS_CONFIG_FORBIDDEN_KEY: 'A key is reserved by JavaScript and never allowed in a config.',
  LFADS_CONFIG_BAD_DEFAULTS: 'A defaults list is malformed or contradicts itself.',
  LFADS_CONFIG_UNKNOWN_CHOICE: 'A config group has no config of that name.',
  LFADS_CONFIG_UNUSED_CHOICE: 'A choice was made for a group that no defaults list mentions.',
  LFADS_CONFIG_OVERRIDE_SYNTAX: 'An override cannot be parsed.',
  LFADS_CONFIG_SWEEP_VALUE: 'An override gives several values where one is wanted.',
  LFADS_CONFIG_UNKNOWN_KEY: 'An override sets or removes a key that the config does not have.',
  LFADS_CONFIG_KEY_EXISTS: 'An override adds a key that the config already has.',
  LFADS_CONFIG_NOT_A_CONTAINER: 'A path leads through a value that has no keys.',
  LFADS_CONFIG_VALUE_DIFFERS:
    'An override removes a key on condition of a value that it does not have.',
  LFADS_CONFIG_INTERPOLATION_SYNTAX: 'An interpolation cannot be parsed.',
  LFADS_CONFIG_INTERPOLATION_CYCLE: 'Interpolations refer to each other in a circle.',
  LFADS_CONFIG_UNKNOWN_REFERENCE: 'An interpolation refers to a key that does not exist.',
  LFADS_CONFIG_UNKNOWN_RESOLVER: 'An interpolation calls a resolver that is not registered.',
  LFADS_CONFIG_RESOLVER_FAILED: 'A resolver could not compute its value.',
  LFADS_CONFIG_MISSING_VALUE: 'A mandatory value (???) was not given.',
  LFADS_CONFIG_UNKNOWN_TARGET: 'No component is registered under a _target_.',
  LFADS_CONFIG_BAD_TARGET: 'A _target_ or one of its companions (_args_, …) is malformed.',
  LFADS_CONFIG_UNKNOWN_OPTION: 'A component has no option of that name.',
  LFADS_CONFIG_MISSING_OPTION: 'A component needs an option that was not given.',
  LFADS_CONFIG_BAD_OPTION: 'An option of a component has a value that it does not accept.',
  LFADS_CONFIG_BAD_PROJECT: 'The project file (lfads.config.*) is malformed.',
} as const;

export type ConfigErrorCode = keyof typeof CONFIG_ERROR_CODES;
