import { join } from 'node:path';
import { expect, it } from 'vitest';
import { composeConfig } from './compose.js';
import { configGroups } from './config-groups.js';
import { createConfigSource } from './config-source.js';
import { tempFolder } from './test-support/temp-configs.js';

it('lists every group, where its options lie, and which of them is chosen', () => {
  const dir = tempFolder({
    'mine/model/a.yaml': 'x: 1',
    'all/main.yaml': 'defaults: [{model: b}, {model@second: a}, {server: web}]',
    'all/model/a.yaml': 'x: 2',
    'all/model/b.yaml': 'x: 3',
    'all/server/web.yaml': 'defaults: [{db: null}]',
    'all/server/db/lite.yaml': 'y: 1',
  });
  const searchPath = [join(dir, 'mine'), join(dir, 'all')];
  const config = composeConfig({ configName: 'main', searchPath });
  const groups = configGroups(createConfigSource(searchPath), config);
  const file = (path: string) => join(dir, path);
  expect(groups).toEqual([
    {
      name: '',
      options: [{ name: 'main', file: file('all/main.yaml') }],
      chosen: [{ as: '', option: 'main' }],
    },
    {
      name: 'model',
      options: [
        { name: 'a', file: file('mine/model/a.yaml') },
        { name: 'b', file: file('all/model/b.yaml') },
      ],
      chosen: [
        { as: 'model', option: 'b' },
        { as: 'model@second', option: 'a' },
      ],
    },
    {
      name: 'server',
      options: [{ name: 'web', file: file('all/server/web.yaml') }],
      chosen: [{ as: 'server', option: 'web' }],
    },
    {
      name: 'server/db',
      options: [{ name: 'lite', file: file('all/server/db/lite.yaml') }],
      chosen: [{ as: 'server/db', option: null }],
    },
  ]);
});
