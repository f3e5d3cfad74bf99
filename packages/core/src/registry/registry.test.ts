import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CONTRACT_VERSION, type Plugin, type Token } from '../contracts/index.js';
import { Null } from '../priors/index.js';
import {
  createRegistry,
  createRunContainer,
  defineAugmentationStack,
  defineCommand,
  definePlugin,
  definePrior,
  defineReadin,
  isPartOf,
  partOf,
  replicatePart,
  RUN_PATHS,
  SEED,
  targetOf,
} from './index.js';

const priorAt = (target: string) =>
  definePrior({
    target,
    summary: 'A prior.',
    options: z.object({ shape: z.int().default(2), note: z.string().optional() }),
    create: ({ shape }) => Object.assign(new Null(), { shape }),
  });

const plugin = (name: string, ...targets: string[]): Plugin =>
  definePlugin({ name, contractVersion: CONTRACT_VERSION, components: targets.map(priorAt) });

describe('createRegistry', () => {
  const registry = createRegistry([
    plugin('a', 'a/Zed', 'a/Alpha'),
    plugin('@b/c', '@b/c/Laplace'),
  ]);

  it('finds components by target and lists them in order', () => {
    expect(registry.targets()).toEqual(['@b/c/Laplace', 'a/Alpha', 'a/Zed']);
    expect(registry.definitions().map(({ target }) => target)).toEqual(registry.targets());
    expect(registry.resolve('a/Zed').kind).toBe('prior');
    expect(registry.pluginOf('@b/c/Laplace')).toBe('@b/c');
    expect(registry.has('a/Beta')).toBe(false);
  });

  it('names the nearest targets when one is unknown', () => {
    expect(() => registry.resolve('@b/c/Laplac')).toThrow(
      expect.objectContaining({
        code: 'LFADS_REGISTRY_UNKNOWN_TARGET',
        hint: 'Did you mean "@b/c/Laplace"?',
      }),
    );
  });

  it.each(['__proto__', 'constructor', 'child_process.exec', '../evil', 'os.system'])(
    'resolves nothing but what was registered: %s',
    (target) => {
      expect(() => registry.resolve(target)).toThrow(/No component is registered/);
    },
  );

  it('names both plugins that claim one target', () => {
    const claim = () => createRegistry([plugin('first', 'a/Zed'), plugin('second', 'a/Zed')]);
    expect(claim).toThrow(
      expect.objectContaining({
        code: 'LFADS_REGISTRY_DUPLICATE_TARGET',
        message: 'Plugins "first" and "second" both claim the target "a/Zed".',
      }),
    );
  });

  it.each([
    [CONTRACT_VERSION - 1, /Install a newer version of old/],
    [CONTRACT_VERSION + 1, /Install a newer version of lfads/],
  ])('refuses a plugin made for contract version %i', (contractVersion, hint) => {
    const other = { ...plugin('old'), contractVersion };
    expect(() => createRegistry([other])).toThrow(
      expect.objectContaining({
        code: 'LFADS_PLUGIN_CONTRACT_VERSION',
        hint: expect.stringMatching(hint) as string,
      }),
    );
  });

  it('refuses targets that are no targets', () => {
    expect(() => createRegistry([plugin('a', 'Zed')])).toThrow(/component called "Zed"/);
  });

  it('keeps registries apart', () => {
    expect(createRegistry([plugin('other', 'a/Zed')]).targets()).toEqual(['a/Zed']);
  });
});

describe('a run container', () => {
  const registry = createRegistry([plugin('a', 'a/Prior')]);

  it('creates parts from checked options', () => {
    const run = createRunContainer(registry);
    expect(run.create<Null & { shape: number }>('a/Prior').shape).toBe(2);
    expect(run.create<Null & { shape: number }>('a/Prior', { shape: 3 }).shape).toBe(3);
  });

  it('names every option that is wrong', () => {
    const run = createRunContainer(registry);
    const create = () => run.create('a/Prior', { shape: 'x', sahpe: 1 });
    expect(create).toThrow(/shape: .*expected number/);
    expect(create).toThrow(/sahpe/);
  });

  it('shares nothing with other runs', () => {
    const [first, second] = [createRunContainer(registry), createRunContainer(registry)];
    first.provide(SEED, 1);
    second.provide(SEED, 2);
    expect(first.context.resolve(SEED)).toBe(1);
    expect(second.context.resolve(SEED)).toBe(2);
    expect(second.context.find(RUN_PATHS)).toBeUndefined();
  });

  it('lets plugins find services by tokens of their own', () => {
    const run = createRunContainer(registry);
    const GREETING: Token<{ text: string }> = Symbol.for('a.greeting');
    expect(() => run.context.resolve(GREETING)).toThrow(
      expect.objectContaining({ code: 'LFADS_SERVICE_MISSING' }),
    );
    run.provide(GREETING, { text: 'hello' });
    expect(run.context.resolve(GREETING).text).toBe('hello');
  });
});

describe('parts', () => {
  const definition = priorAt('a/Prior');
  const context = createRunContainer(createRegistry([])).context;
  const create = () => definition.create({ shape: 4 }, context);

  it('are known by the definition that made them', () => {
    expect(targetOf(create())).toBe('a/Prior');
    expect(isPartOf('prior', create())).toBe(true);
    expect(isPartOf('readin', create())).toBe(false);
    expect(isPartOf('prior', new Null())).toBe(false);
  });

  it('can be made again, with the same options', () => {
    const part = create();
    const again = replicatePart(part);
    expect(again).not.toBe(part);
    expect(again.shape).toBe(4);
    expect(targetOf(replicatePart(again))).toBe('a/Prior');
  });

  it('are what partOf accepts, and nothing else is', () => {
    const part = create();
    expect(partOf('prior').parse(part)).toBe(part);
    const stack = defineAugmentationStack({
      target: 'a/Stack',
      summary: 'A stack.',
      options: z.object({}),
      create: () => ({}),
    }).create({}, context);
    expect(partOf('prior').safeParse(stack).error?.issues[0]?.message).toBe(
      'expected a component of kind "prior", but a/Stack is not one',
    );
    expect(partOf('prior').safeParse({ shape: 2 }).error?.issues[0]?.message).toMatch(/_target_/);
  });
});

describe('commands', () => {
  const command = (name: string) =>
    defineCommand({ name, summary: 'A command.', options: z.object({}), run: () => {} });
  const withCommands = (name: string, ...commands: string[]): Plugin =>
    definePlugin({
      name,
      contractVersion: CONTRACT_VERSION,
      components: [],
      commands: commands.map(command),
    });

  it('are listed in order', () => {
    const registry = createRegistry([
      withCommands('a', 'stitch'),
      withCommands('b', 'emg prepare'),
    ]);
    expect(registry.commands().map(({ name }) => name)).toEqual(['emg prepare', 'stitch']);
  });

  it('of the same name are refused, naming both plugins', () => {
    expect(() => createRegistry([withCommands('a', 'x'), withCommands('b', 'x')])).toThrow(
      expect.objectContaining({
        code: 'LFADS_REGISTRY_DUPLICATE_COMMAND',
        message: 'Plugins "a" and "b" both claim the command "x".',
      }),
    );
  });

  it.each(['', 'Train', '--x', 'a  b', '../a'])('have names of words: not %j', (name) => {
    expect(() => createRegistry([withCommands('a', name)])).toThrow(
      expect.objectContaining({ code: 'LFADS_PLUGIN_BAD_COMMAND' }),
    );
  });
});

describe('a replacement', () => {
  const replacing = (name: string, target: string, replaces: string): Plugin =>
    definePlugin({
      name,
      contractVersion: CONTRACT_VERSION,
      components: [{ ...priorAt(target), replaces }],
    });

  it('is what configs get under the target that it replaces', () => {
    const registry = createRegistry([plugin('a', 'a/Zed'), replacing('b', 'b/Zed', 'a/Zed')]);
    expect(registry.resolve('a/Zed').target).toBe('b/Zed');
    expect(registry.replacementOf('a/Zed')).toBe('b/Zed');
    expect(registry.pluginOf('a/Zed')).toBe('a');
    expect(registry.definitions().map(({ target }) => target)).toEqual(['a/Zed', 'b/Zed']);
  });

  it('is one: two of them are refused, naming both plugins', () => {
    const plugins = [
      plugin('a', 'a/Zed'),
      replacing('b', 'b/Zed', 'a/Zed'),
      replacing('c', 'c/Zed', 'a/Zed'),
    ];
    expect(() => createRegistry(plugins)).toThrow(
      expect.objectContaining({
        code: 'LFADS_REGISTRY_DUPLICATE_REPLACEMENT',
        message: 'Plugins "b" and "c" both claim the replacement of "a/Zed".',
      }),
    );
  });

  const readin = defineReadin({
    target: 'a/Zed',
    summary: 'A read-in.',
    options: z.object({}),
    create: () => ({ outputDim: () => 1, build: () => {}, apply: (x: never) => x }) as never,
  });
  it.each([
    ['something unknown', [], /which no plugin has/],
    [
      'another kind',
      [{ name: 'a', contractVersion: CONTRACT_VERSION, components: [readin] }],
      /which is a readin, not a prior/,
    ],
    ['a replacement', [plugin('z', 'z/Z'), replacing('a', 'a/Zed', 'z/Z')], /a replacement itself/],
  ])('cannot be one of %s', (_, others, message) => {
    const plugins = [...(others as Plugin[]), replacing('b', 'b/Zed', 'a/Zed')];
    expect(() => createRegistry(plugins)).toThrow(message);
  });
});
