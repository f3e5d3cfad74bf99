import {
  COMPONENT_KINDS,
  type CommandDefinition,
  type ComponentDefinition,
  CONTRACT_VERSION,
  LfadsError,
  type Plugin,
} from '../contracts/index.js';

const TARGET = /^(@[\w.-]+\/)?[\w.-]+\/[A-Za-z]\w*$/;
const COMMAND = /^[a-z][a-z0-9-]*( [a-z][a-z0-9-]*)*$/;

const checkVersion = ({ name, contractVersion }: Plugin): void => {
  if (contractVersion === CONTRACT_VERSION) return;
  throw new LfadsError(
    'LFADS_PLUGIN_CONTRACT_VERSION',
    `Plugin "${name}" was made for contract version ${contractVersion}; this is version ${CONTRACT_VERSION}.`,
    contractVersion < CONTRACT_VERSION
      ? `Install a newer version of ${name}.`
      : 'Install a newer version of lfads.',
  );
};

const checkComponent = ({ name }: Plugin, { target, kind }: ComponentDefinition): void => {
  if (!TARGET.test(target)) {
    throw new LfadsError(
      'LFADS_PLUGIN_BAD_TARGET',
      `Plugin "${name}" has a component called "${target}".`,
      'A target is "<npm package>/<ExportName>".',
    );
  }
  if (!COMPONENT_KINDS.includes(kind)) {
    throw new LfadsError(
      'LFADS_PLUGIN_BAD_KIND',
      `Plugin "${name}" has a component "${target}" of the kind "${String(kind)}".`,
      `Kinds are: ${COMPONENT_KINDS.join(', ')}.`,
    );
  }
};

const checkCommand = ({ name: plugin }: Plugin, { name }: CommandDefinition): void => {
  if (COMMAND.test(name)) return;
  throw new LfadsError(
    'LFADS_PLUGIN_BAD_COMMAND',
    `Plugin "${plugin}" has a command called "${name}".`,
    'A command is one or more words of lower-case letters, digits and hyphens.',
  );
};

/** @throws LfadsError for a plugin of another contract version, or with a malformed component or command */
export const checkPlugin = (plugin: Plugin): void => {
  checkVersion(plugin);
  for (const component of plugin.components) checkComponent(plugin, component);
  for (const command of plugin.commands ?? []) checkCommand(plugin, command);
};
