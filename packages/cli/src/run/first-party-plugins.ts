import { fileURLToPath } from 'node:url';
import { resolvePlugin } from './load-plugin.js';

/** Plugins that come with lfads: their components can be named without declaring them, where they are installed. */
export const FIRST_PARTY_PLUGINS = [
  '@lfads/backend-tfjs-node',
  '@lfads/plugin-calcium',
  '@lfads/plugin-emg',
  '@lfads/plugin-multisession',
  '@lfads/plugin-nlb',
  '@lfads/plugin-sbtt',
] as const;

/** Those that are installed in a project, or beside lfads, with their modules. */
export function installedFirstParty(projectDir: string): { name: string; url: string }[] {
  const here = fileURLToPath(new URL('.', import.meta.url));
  return FIRST_PARTY_PLUGINS.flatMap((name) => {
    const url = resolvePlugin(name, projectDir) ?? resolvePlugin(name, here);
    return url === undefined ? [] : [{ name, url }];
  });
}
