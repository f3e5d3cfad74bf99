import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configSearchPath } from './search-path.js';
import { problemOf } from './test-support/problems-of.js';
import { tempFolder } from './test-support/temp-configs.js';

const dir = tempFolder({
  'mine/x.yaml': '',
  'configs/x.yaml': '',
  'lib/configs/x.yaml': '',
  'other/x.yaml': '',
});
const builtin = join(dir, 'lib/configs');

describe('the search path', () => {
  it('has --config-dir first, then the project, then the built-in configs', () => {
    expect(configSearchPath({ configDir: 'mine', cwd: dir, builtin })).toEqual([
      join(dir, 'mine'),
      join(dir, 'configs'),
      builtin,
    ]);
  });

  it('has the folders of plugins before the built-in configs', () => {
    expect(configSearchPath({ cwd: dir, plugins: [join(dir, 'other')], builtin })).toEqual([
      join(dir, 'configs'),
      join(dir, 'other'),
      builtin,
    ]);
  });

  it('takes the folder that the project names', () => {
    expect(configSearchPath({ cwd: dir, projectConfigs: join(dir, 'other'), builtin })).toEqual([
      join(dir, 'other'),
      builtin,
    ]);
  });

  it('leaves out what does not exist, and names no folder twice', () => {
    expect(configSearchPath({ cwd: join(dir, 'mine'), builtin })).toEqual([builtin]);
    expect(configSearchPath({ configDir: builtin, cwd: dir, builtin })).toEqual([
      builtin,
      join(dir, 'configs'),
    ]);
  });

  it('refuses a --config-dir that does not exist', () => {
    expect(problemOf(() => configSearchPath({ configDir: 'nope', cwd: dir })).code).toBe(
      'LFADS_CONFIG_DIR_NOT_FOUND',
    );
  });
});
