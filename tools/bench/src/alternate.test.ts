import { describe, expect, it } from 'vitest';
import { alternate, timedCommand } from './alternate.js';

describe('timing side by side', () => {
  it('takes turns and gives the ratio of each round', async () => {
    const order: string[] = [];
    const timing = (name: string, ms: number[]) => () => {
      order.push(name);
      return Promise.resolve({ median_ms: ms.shift()!, min_ms: 1, peak_rss_mb: 1 });
    };
    const { ratio } = await alternate(
      3,
      timing('ours', [10, 20, 10]),
      timing('peer', [50, 60, 40]),
    );
    expect(order).toEqual(['ours', 'peer', 'ours', 'peer', 'ours', 'peer']);
    expect(ratio).toEqual({ ratio_median: 4, ratio_min: 3, ratio_max: 5 });
  });

  it("reads the last JSON line of a peer's output, whatever else it prints", async () => {
    const script = `console.log('warming up'); console.log(JSON.stringify({median_ms: 7, min_ms: 6, peak_rss_mb: 5})); console.log('bye')`;
    await expect(timedCommand(process.execPath, ['-e', script])).resolves.toMatchObject({
      median_ms: 7,
    });
  });

  it('says which command printed no timing, and what it wrote to its error stream', async () => {
    const script = `console.error('no such workload'); process.exit(3)`;
    await expect(timedCommand(process.execPath, ['-e', script])).rejects.toThrow(
      /exit code 3.*no JSON line with median_ms.\nno such workload/s,
    );
  });
});
