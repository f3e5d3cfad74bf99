import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { LfadsError } from '@lfads/core';
import { z } from 'zod';
import { writeFileAtomic } from './atomic-write.js';
import { parseExact, stringifyExact } from './json.js';
import { type RunState, runState } from './run-state.js';
import { decodeSafetensors, encodeSafetensors, type NamedArray } from './safetensors.js';

export interface Checkpoint {
  /** The model's parameters, by name. */
  parameters: ReadonlyMap<string, NamedArray>;
  /** The optimiser's moments: `m/<parameter>`, `v/<parameter>`. */
  moments: ReadonlyMap<string, NamedArray>;
  state: RunState;
}

/** What `<name>.json` holds. */
const manifest = z.object({
  tensors: z.object({ file: z.string(), sha256: z.string() }),
  state: runState,
});

const OPTIMIZER = 'optimizer/';

/**
 * Writes `<folder>/<name>.json` and the arrays it names, `<name>.<hash>.safetensors` (parameters under
 * their own names, the optimiser's under `optimizer/`). The JSON file is put in place last, in one
 * rename: whatever happens meanwhile, `<name>` is the old checkpoint or the new one.
 *
 * @returns the path of the JSON file, which is the checkpoint's path
 */
export async function saveCheckpoint(
  folder: string,
  name: string,
  { parameters, moments, state }: Checkpoint,
): Promise<string> {
  const arrays = new Map(parameters);
  for (const [key, array] of moments) arrays.set(OPTIMIZER + key, array);
  const bytes = encodeSafetensors(arrays, { format: 'pt', lfads_step: String(state.globalStep) });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = `${name}.${sha256.slice(0, 12)}.safetensors`;
  const path = join(folder, `${name}.json`);
  await writeFileAtomic(join(folder, file), bytes);
  await writeFileAtomic(path, stringifyExact({ tensors: { file, sha256 }, state }) + '\n');
  await removeTensors(folder, name, file);
  return path;
}

/** Removes a checkpoint; one that is not there is no error. */
export async function removeCheckpoint(folder: string, name: string): Promise<void> {
  await rm(join(folder, `${name}.json`), { force: true });
  await removeTensors(folder, name);
}

async function removeTensors(folder: string, name: string, keep?: string): Promise<void> {
  const isOurs = (file: string) =>
    file.startsWith(`${name}.`) && /^[0-9a-f]{12}\.safetensors$/.test(file.slice(name.length + 1));
  const files = (await readdir(folder)).filter((file) => isOurs(file) && file !== keep);
  await Promise.all(files.map((file) => rm(join(folder, file), { force: true })));
}

/**
 * Reads a checkpoint.
 * @param path of its JSON file
 * @throws LfadsError LFADS_CHECKPOINT_MISSING, LFADS_CHECKPOINT_CORRUPT
 */
export async function loadCheckpoint(path: string): Promise<Checkpoint> {
  const { tensors, state } = parseManifest((await read(path)).toString('utf8'), path);
  const tensorPath = join(dirname(path), basename(tensors.file));
  const bytes = await read(tensorPath);
  const arrays = decodeSafetensors(bytes, tensorPath);
  if (createHash('sha256').update(bytes).digest('hex') !== tensors.sha256) {
    throw corrupt(tensorPath, `its SHA-256 is not the one that ${basename(path)} states`);
  }
  const parameters = new Map<string, NamedArray>();
  const moments = new Map<string, NamedArray>();
  for (const [key, array] of arrays) {
    if (key.startsWith(OPTIMIZER)) moments.set(key.slice(OPTIMIZER.length), array);
    else parameters.set(key, array);
  }
  return { parameters, moments, state };
}

function parseManifest(text: string, path: string) {
  let content: unknown;
  try {
    content = parseExact(text);
  } catch (error) {
    throw corrupt(path, `it is not JSON (${(error as Error).message})`);
  }
  const parsed = manifest.safeParse(content);
  if (!parsed.success) throw corrupt(path, z.prettifyError(parsed.error));
  return parsed.data;
}

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new LfadsError(
      'LFADS_CHECKPOINT_MISSING',
      `Cannot read the checkpoint file ${path}: ${(error as Error).message}.`,
      'Name a run that has checkpoints, or the JSON file of one.',
    );
  }
}

const corrupt = (path: string, what: string) =>
  new LfadsError(
    'LFADS_CHECKPOINT_CORRUPT',
    `The checkpoint file ${path} is damaged: ${what}.`,
    'Use another checkpoint of the run, such as best.json or last.json.',
  );
