import { join } from 'node:path';
import {
  CompilerState,
  Extractor,
  ExtractorConfig,
  type IConfigFile,
} from '@microsoft/api-extractor';
import { type ApiEntry, reportsFolder } from './api-entries.js';
import { rootFolder } from './workspaces.js';

/** Without the condition of the sources: packages see one another as they are published. */
const overrideTsconfig = {
  compilerOptions: {
    target: 'ES2022',
    lib: ['ES2023'],
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    strict: true,
    skipLibCheck: true,
    types: ['node'],
  },
  files: [] as string[],
};

const QUIET = { default: { logLevel: 'none' } } as const;

function configOf({ name, folder, declarations }: ApiEntry, temporary: string): ExtractorConfig {
  const configObject: IConfigFile = {
    projectFolder: folder,
    mainEntryPointFilePath: declarations,
    compiler: { overrideTsconfig: { ...overrideTsconfig, files: [declarations] } },
    apiReport: {
      enabled: true,
      reportFileName: `${name}.api.md`,
      reportFolder: reportsFolder,
      reportTempFolder: temporary,
      includeForgottenExports: true,
    },
    docModel: { enabled: false },
    dtsRollup: { enabled: false },
    tsdocMetadata: { enabled: false },
    newlineKind: 'lf',
    messages: {
      compilerMessageReporting: QUIET,
      extractorMessageReporting: QUIET,
      tsdocMessageReporting: QUIET,
    },
  } as unknown as IConfigFile;
  return ExtractorConfig.prepare({
    configObject,
    configObjectFullPath: undefined,
    packageJsonFullPath: join(folder, 'package.json'),
  });
}

/**
 * Writes the report of every entry (with `update`), or compares it with the one that is there.
 *
 * @returns the names of the entries whose report was not up to date
 */
export function extractApi(
  entries: readonly ApiEntry[],
  { update, temporary }: { update: boolean; temporary: string },
): string[] {
  const configs = entries.map((entry) => configOf(entry, temporary));
  const compilerState = CompilerState.create(configs[0]!, {
    additionalEntryPoints: entries.map(({ declarations }) => declarations),
  });
  return configs.flatMap((config, i) => {
    const { apiReportChanged } = Extractor.invoke(config, {
      compilerState,
      localBuild: update,
      printApiReportDiff: !update,
      typescriptCompilerFolder: join(rootFolder, 'node_modules/typescript'),
      messageCallback: (message) => {
        message.handled = !message.messageId.startsWith('console-api-report') || update;
      },
    });
    return apiReportChanged ? [entries[i]!.name] : [];
  });
}
