import { expect, test } from 'vitest';
import { renderConfig } from './render-config.js';
import { composeText } from './test-support/compose-files.js';
import { withValues } from './with-values.js';

const config = composeText('model:\n  size: auto\n  same: ${.size}\n');

test('a value that replaces another keeps its origin, a new one has that of its mapping', () => {
  const changed = withValues(config, { 'model.size': 3, 'model.more': 4, seed: 1 });
  expect(renderConfig(changed)).toBe('model:\n  size: 3\n  same: auto\n  more: 4\nseed: 1\n');
  expect(changed.tree).toEqual({ model: { size: 3, same: 'auto', more: 4 }, seed: 1 });
  expect(changed.originOf('model.size')).toEqual(config.originOf('model.size'));
  expect(changed.originOf('model.more')).toEqual(config.originOf('model'));
  expect(config.tree).toEqual({ model: { size: 'auto', same: 'auto' } });
});

test('a value is put into an item of a list', () => {
  const parts = composeText('parts:\n  - size: 1\n  - size: auto\n    name: b\n');
  const changed = withValues(parts, { 'parts.1.size': 3 });
  expect(changed.tree).toEqual({ parts: [{ size: 1 }, { size: 3, name: 'b' }] });
  expect(changed.originOf('parts.1.size')).toEqual(parts.originOf('parts.1.size'));
  expect(() => withValues(parts, { 'parts.2.size': 3 })).toThrow('no mapping "parts"');
  expect(() => withValues(parts, { 'parts.1': 3 })).toThrow('no mapping "parts"');
});

test('a value wants a mapping to be put into', () => {
  expect(() => withValues(config, { 'modle.size': 3 })).toThrow('no mapping "modle"');
  expect(() => withValues(config, { 'model.size.x': 3 })).toThrow('no mapping "size"');
});
