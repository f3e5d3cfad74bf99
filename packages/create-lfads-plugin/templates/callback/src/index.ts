import { type Callback, defineCallback, definePlugin } from '@lfads/core';
import { z } from 'zod';

/** Ends training when a metric has fallen below a value, several epochs in a row. */
class StopBelow implements Callback {
  private epochs = 0;

  constructor(
    private readonly monitor: string,
    private readonly value: number,
    private readonly patience: number,
  ) {}

  onEpochEnd({ metrics, log, stop }: Parameters<NonNullable<Callback['onEpochEnd']>>[0]): void {
    const found = metrics[this.monitor];
    this.epochs = found !== undefined && found < this.value ? this.epochs + 1 : 0;
    log('stop_below/epochs', this.epochs);
    if (this.epochs === this.patience) stop(`${this.monitor} is below ${this.value}`);
  }

  /** Goes into checkpoints, so that a training that is resumed ends where it would have. */
  getState() {
    return { epochs: this.epochs };
  }

  setState({ epochs }: { epochs: number }): void {
    this.epochs = epochs;
  }
}

const templatePart = defineCallback({
  target: 'lfads-plugin-template/TemplatePart',
  summary: 'Ends training when a metric stays below a value.',
  options: z.object({
    monitor: z.string().default('valid/recon_smth').describe('The metric to watch'),
    value: z.number().describe('What it must fall below'),
    patience: z.int().positive().default(3).describe('For how many epochs in a row'),
  }),
  example: { value: 0.1 },
  create: ({ monitor, value, patience }) => new StopBelow(monitor, value, patience),
});

export default definePlugin({
  name: 'lfads-plugin-template',
  contractVersion: 1,
  components: [templatePart],
});
