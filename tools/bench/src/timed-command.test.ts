import { describe, expect, it } from 'vitest';
import { timedCommand } from './timed-command.js';

describe('a timed command', () => {
  it('is read from its last JSON line with a median, whatever else it prints', async () => {
    const script = `console.log('warming up'); console.log(JSON.stringify({median_ms: 7, min_ms: 6, peak_rss_mb: 5})); console.log('bye')`;
    await expect(timedCommand(process.execPath, ['-e', script])).resolves.toMatchObject({
      median_ms: 7,
    });
  });

  it('is named with what it wrote to its error stream when it printed no timing', async () => {
    const script = `console.error('no such workload'); process.exit(3)`;
    await expect(timedCommand(process.execPath, ['-e', script])).rejects.toThrow(
      /exit code 3.*no JSON line with median_ms.\nno such workload/s,
    );
  });
});
