import { randomInt } from 'node:crypto';
import { access, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const RUN_FOLDER = /^offline-run-(\d{8}_\d{6})-(.+)$/;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

const newId = () => Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join('');

/** 20240131_235959, local time. */
function stamp(time: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${time.getFullYear()}${two(time.getMonth() + 1)}${two(time.getDate())}`;
  return `${day}_${two(time.getHours())}${two(time.getMinutes())}${two(time.getSeconds())}`;
}

export interface RunFolder {
  path: string;
  id: string;
}

/**
 * Makes the folder `offline-run-<time>-<id>` of a run.
 *
 * @param wandbDir holds the folders of all runs
 * @param id undefined: that of the newest folder for a resumed run, else a new one
 */
export async function makeRunFolder(
  wandbDir: string,
  id: string | undefined,
  resumed: boolean,
): Promise<RunFolder> {
  await mkdir(wandbDir, { recursive: true });
  const newest = resumed
    ? (await readdir(wandbDir)).sort().findLast((f) => RUN_FOLDER.test(f))
    : undefined;
  const runId = id ?? (newest && RUN_FOLDER.exec(newest)![2]) ?? newId();
  // A run resumed within the second of its start must not write into the same folder.
  for (let time = Date.now(); ; time += 1000) {
    const path = join(wandbDir, `offline-run-${stamp(new Date(time))}-${runId}`);
    const taken = await access(path).then(
      () => true,
      () => false,
    );
    if (taken) continue;
    await mkdir(join(path, 'files', 'media', 'images'), { recursive: true });
    return { path, id: runId };
  }
}
