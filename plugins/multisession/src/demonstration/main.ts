import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initCpuBackend } from '@lfads/backend-cpu';
import { simulateAndStitch, trainOn } from './compare.js';

const EPOCHS = 160;
const seed = Number(process.argv[2] ?? 0);
const dir = await mkdtemp(join(tmpdir(), 'lfads-multisession-'));
await initCpuBackend();
const files = await simulateAndStitch(dir, { seed });
const stitched = await trainOn(dir, files, EPOCHS, 'stitched');
console.log('| session | alone | stitched | added to the other four |\n|---|---|---|---|');
for (const [s, file] of files.entries()) {
  const alone = await trainOn(dir, [file], EPOCHS, 'plain');
  const others = await trainOn(dir, files.toSpliced(s, 1), EPOCHS, 'stitched');
  const added = await trainOn(dir, [file], EPOCHS, 'added', others.parameters);
  const figures = [alone.r2[0]!, stitched.r2[s]!, added.r2[0]!].map((r2) => r2.toFixed(3));
  console.log(`| ${s} | ${figures.join(' | ')} |`);
}
console.log(`Aligned files and report: ${join(dir, 'stitched')}`);
