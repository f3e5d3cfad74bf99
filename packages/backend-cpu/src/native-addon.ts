import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Values } from './engine.js';
import { CpuBackendError } from './errors.js';
import { KERNEL_ABI } from './kernel-numbers.js';
import { platformPackage } from './platform-package.js';

export interface Addon {
  readonly kernelAbi?: number;
  run(kernel: number, ...args: (Values | number | null)[]): void;
  instructionSets(): string[];
  configure(instructionSet: string, threads: number): void;
  allocate(bytes: number): ArrayBuffer;
}

/** An addon that fits this version, or why there is none. */
export interface AddonSearch {
  addon?: Addon;
  /** Where the addon comes from; without one, what was looked at, what is wrong with it and what would mend that. */
  note: string;
}

type Require = (id: string) => unknown;
const require = createRequire(import.meta.url);
const builtHere = fileURLToPath(new URL('../build/lfads_cpu.node', import.meta.url));
const HOW_TO_BUILD = 'with a C++ compiler installed, "npx nx build @lfads/backend-cpu" builds them';

/** The addon built in this package, else the one of the platform's package. */
export function searchAddon(
  builtPath = builtHere,
  packageName = platformPackage(),
  load: Require = require,
): AddonSearch {
  const problems: string[] = [];
  if (existsSync(builtPath)) {
    const found = tryAddon(builtPath, load);
    if (found.addon) return { addon: found.addon, note: 'built on this machine' };
    problems.push(`${found.problem} (${HOW_TO_BUILD} anew)`);
  } else {
    problems.push(`the native kernels are not built (${HOW_TO_BUILD})`);
  }
  if (packageName !== undefined && isInstalled(packageName, load)) {
    const found = tryAddon(packageName, load);
    if (found.addon) return { addon: found.addon, note: `prebuilt, from ${packageName}` };
    problems.push(`${found.problem} (install its version for this one of @lfads/backend-cpu)`);
  }
  return { note: problems.join('; ') };
}

let found: AddonSearch | undefined;

/** @throws CpuBackendError LFADS_CPU_ENGINE_UNAVAILABLE where no addon fits this version and machine */
export function loadAddon(): Addon {
  const { addon, note } = currentAddon();
  if (addon !== undefined) return addon;
  throw new CpuBackendError(
    'LFADS_CPU_ENGINE_UNAVAILABLE',
    `the engine "native" cannot run: ${note}; or use the engine "wasm".`,
  );
}

/** As `searchAddon`; what was found is kept, since a process cannot load another. */
export function currentAddon(): AddonSearch {
  if (found?.addon === undefined) found = searchAddon();
  return found;
}

function tryAddon(id: string, load: Require): { addon?: Addon; problem?: string } {
  let addon: Addon;
  try {
    addon = load(id) as Addon;
  } catch (error) {
    return { problem: `${id} cannot be loaded: ${(error as Error).message.split('\n')[0]}` };
  }
  if (addon.kernelAbi === KERNEL_ABI) return { addon };
  return {
    problem: `${id} has the kernels of another version (${addon.kernelAbi ?? 'unnumbered'}, this one needs ${KERNEL_ABI})`,
  };
}

function isInstalled(packageName: string, load: Require): boolean {
  try {
    load(`${packageName}/package.json`);
    return true;
  } catch {
    return false;
  }
}
