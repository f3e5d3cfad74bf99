import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { defineLogger, definePlugin, type Logger } from '@lfads/core';
import { z } from 'zod';

/** A line of text for every epoch. */
class TextLogger implements Logger {
  private file = '';

  constructor(private readonly name: string) {}

  async start({ dir }: { dir: string }): Promise<void> {
    await mkdir(dir, { recursive: true });
    this.file = join(dir, this.name);
  }

  async metrics(metrics: Readonly<Record<string, number>>, epoch: number): Promise<void> {
    const words = Object.entries(metrics).map(([name, value]) => `${name} ${value.toPrecision(4)}`);
    await appendFile(this.file, `epoch ${epoch}: ${words.join(', ')}\n`);
  }

  finish(): void {}
}

const templatePart = defineLogger({
  target: 'lfads-plugin-template/TemplatePart',
  summary: 'Writes a line of text for every epoch.',
  options: z.object({
    name: z.string().min(1).default('log.txt').describe("Name of the file in the run's folder"),
  }),
  create: ({ name }) => new TextLogger(name),
});

export default definePlugin({
  name: 'lfads-plugin-template',
  contractVersion: 1,
  components: [templatePart],
});
