import { expect, test } from 'vitest';
import { resumeCommand, sampleCommandLine } from './commands-to-go-on.js';

test('the command to go on with repeats the plugins', () => {
  expect(resumeCommand('runs/a', ['lfads-plugin-bell', './my plugin.mjs'])).toBe(
    "lfads train --resume runs/a --plugin lfads-plugin-bell --plugin './my plugin.mjs'",
  );
});

test('paths with quotes and spaces can be pasted into a shell', () => {
  expect(sampleCommandLine("runs/it's mine", [])).toBe(`lfads sample 'runs/it'\\''s mine'`);
});
