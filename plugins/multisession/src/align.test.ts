import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BasicDataModule, readH5, writeH5 } from '@lfads/data';
import { Matrix } from 'ml-matrix';
import { afterAll, describe, expect, it } from 'vitest';
import { alignSessions } from './align.js';
import { simulateSessions } from './simulate-sessions.js';
import { stitch } from './stitch.js';

const dir = mkdtempSync(join(tmpdir(), 'lfads-stitch-'));
afterAll(() => rmSync(dir, { recursive: true }));

const NAMES = ['12345-1', '12345-2', '12345-3', '69069-1', '69069-2'];
const FILES = NAMES.map((name) =>
  fileURLToPath(new URL(`../../../../shared/data/emg_myo_${name}.h5`, import.meta.url)),
);

describe.skipIf(!FILES.every((file) => existsSync(file)))('stitching the EMG sessions', () => {
  /**
   * From numpy 2 in float64: X, the means of train_encod_data by train_cond_idx (0..13 below each other),
   * centred; V, the first 6 rows of np.linalg.svd(np.hstack(X))[2], signed so that each one's largest entry is
   * positive; Z = hstack(X) @ V.T; W = np.linalg.lstsq(X[s], Z)[0]. By session: 1 - |Z - X W|^2 / |Z|^2,
   * 1 - |X - X W pinv(W)|^2 / |X|^2, W[0, 0], W[7, 5], and the mean of channel 3.
   */
  const NUMPY = {
    explained: [0.488502, 0.134548, 0.108852, 0.057276, 0.047268, 0.025335],
    sessions: [
      [0.737618, 0.840295, 0.248062, -0.066884, 0.156436],
      [0.775514, 0.946447, 0.643699, 0.5633, 0.146676],
      [0.748538, 0.956651, 0.524522, 0.255806, 0.14675],
      [0.709523, 0.969277, 0.425914, 0.183092, 0.073719],
      [0.723517, 0.924015, 0.749898, -0.121778, 0.096767],
    ],
  };

  it("gives numpy's alignment, in files that a data module reads", async () => {
    const report = await stitch({ files: FILES, components: 6, outDir: dir });
    expect(report.conditions).toEqual(Array.from({ length: 14 }, (_, i) => i));
    report.explained.forEach((share, i) => expect(share).toBeCloseTo(NUMPY.explained[i]!, 5));
    for (const [s, session] of report.sessions.entries()) {
      const arrays = await readH5(session.path, ['readin_weight', 'readout_bias']);
      const weight = arrays.get('readin_weight')!;
      expect(weight.shape).toEqual([8, 6]);
      const got = [
        session.components_explained,
        session.channels_explained,
        weight.data[0]!,
        weight.data[7 * 6 + 5]!,
        arrays.get('readout_bias')!.data[3]!,
      ];
      got.forEach((value, i) => expect(value).toBeCloseTo(NUMPY.sessions[s]![i]!, 5));
    }
    expect(existsSync(join(dir, 'stitch.svg'))).toBe(true);
    const data = new BasicDataModule({ datafilePattern: join(dir, '*.h5'), batchSize: 20 });
    await data.setup();
    expect(data.attribute(4, 'readin_weight')?.shape).toEqual([8, 6]);
    data.dispose();
  });
});

describe('aligning', () => {
  it('finds the components of sessions that see them all, whatever their channels', () => {
    const z = Matrix.from1DArray(
      40,
      2,
      Array.from({ length: 80 }, (_, i) => Math.sin(0.3 * i + (i % 2))),
    );
    const mixed = [
      z.mmul(new Matrix([[1, 0, 2], [0, 1, -1]])), // prettier-ignore
      z.mmul(new Matrix([[1, 3, 0, 1], [2, 0, 1, 1]])), // prettier-ignore
    ];
    const { sessions, explained } = alignSessions(mixed, 2);
    expect(explained[0]! + explained[1]!).toBeCloseTo(1, 10);
    for (const { componentsExplained, channelsExplained } of sessions) {
      expect(componentsExplained).toBeCloseTo(1, 10);
      expect(channelsExplained).toBeCloseTo(1, 10);
    }
  });

  it('refuses more components than there are', () => {
    const data = Matrix.from1DArray(3, 2, [1, 2, 3, 4, 5, 7]);
    expect(() => alignSessions([data], 3)).toThrow(/3 components are asked for, of 2 channels/);
  });
});

describe('what cannot be stitched', () => {
  const write = async (name: string, options: Parameters<typeof simulateSessions>[0]) => {
    const path = join(dir, name);
    await writeH5(path, simulateSessions({ conditions: 2, neurons: [4], ...options })[0]!);
    return path;
  };

  it('is refused by name: trials of other lengths, one file, equal names', async () => {
    const short = await write('short', { steps: 20 });
    const long = await write('long', { steps: 30 });
    const options = { components: 2, outDir: join(dir, 'out') };
    await expect(stitch({ ...options, files: [short, long] })).rejects.toThrow(
      /short have 20 time steps, those of .*long 30/,
    );
    await expect(stitch({ ...options, files: [short] })).rejects.toThrow(/1 files/);
    await expect(stitch({ ...options, files: [short, short] })).rejects.toThrow(/named short/);
  });
});
