import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRegistry } from '@lfads/core';
import { builtinPlugins } from 'lfads';
import { describe, expect, it } from 'vitest';
import { pagesFolder } from './folder.js';
import { componentPages } from './pages.js';

const pages = await componentPages(pagesFolder);

describe('the pages of the components (npm run docs writes them)', () => {
  it.each([...pages])('%s is up to date', (path, text) => {
    const file = join(pagesFolder, path);
    expect(existsSync(file) ? readFileSync(file, 'utf8') : 'missing').toBe(text);
  });

  it('are those of components that there are', () => {
    const files = readdirSync(pagesFolder, { recursive: true, encoding: 'utf8' });
    expect(files.filter((file) => file.endsWith('.md')).sort()).toEqual([...pages.keys()].sort());
  });

  it.each(createRegistry(builtinPlugins).targets())('tell of %s', (target) => {
    expect([...pages.values()].join('\n')).toContain(`- Target: \`${target}\``);
  });
});

describe('the page of a likelihood', () => {
  it('says what data it takes', () => {
    expect(pages.get('reconstruction/Poisson.md')).toContain('- Data: whole numbers >= 0');
    expect(pages.get('reconstruction/ZeroInflatedGamma.md')).toContain(
      '- Data: numbers > `gamma_loc`, or 0',
    );
  });
});

describe('the page of a prior', () => {
  const page = pages.get('prior/MultivariateNormal.md');

  it('gives its Python name, its options and a use of it in a config', () => {
    expect(page).toContain('- Also written: `lfads_torch.modules.priors.MultivariateNormal`');
    expect(page).toMatch(/\| `variance` +\| number, > 0 +\| `0\.1` +\|/);
    expect(page).toContain('shape: ${model.ic_dim}');
  });
});
