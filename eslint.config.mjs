import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** Which rooms each room may import: the table of rooms, read downwards. */
const rooms = {
  ops: [],
  'backend-cpu': ['ops'],
  core: ['ops'],
  testkit: ['ops', 'core'],
  config: ['ops', 'core'],
  data: ['ops', 'core'],
  train: ['ops', 'core', 'data'],
  tune: ['ops', 'core', 'config', 'data', 'train', 'testkit'], // testkit: in tests
  cli: ['ops', 'backend-cpu', 'core', 'config', 'data', 'train', 'tune', 'testkit'], // testkit: in tests
  plugin: ['ops', 'core', 'data', 'train', 'tune', 'backend-cpu', 'testkit'], // the last two: in tests
  create: ['ops', 'core', 'config', 'data', 'testkit', 'cli', 'plugin'], // all of them: in tests
  tool: ['ops', 'backend-cpu', 'core', 'config', 'data', 'train', 'testkit', 'plugin', 'cli'],
};

const scope = (name) => `scope:${name}`;
const depConstraints = Object.entries(rooms).map(([room, below]) => ({
  sourceTag: scope(room),
  onlyDependOnLibsWithTags: [room, ...below].map(scope),
}));

export default tseslint.config(
  { ignores: ['**/dist/**', '**/build/**', '**/node_modules/**', '.nx/**', 'runs/**'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/src/**/*.ts'],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  {
    files: ['{packages,plugins,tools}/*/src/**/*.ts'],
    plugins: { '@nx': nx },
    rules: { '@nx/enforce-module-boundaries': ['error', { allow: ['^#'], depConstraints }] },
  },
  {
    files: ['packages/{core,ops}/src/**/*.ts'],
    ignores: ['**/*.test.ts', '**/test-support/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^node:', message: 'This package also runs in a browser.' }] },
      ],
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        URL: 'readonly',
        performance: 'readonly',
        Buffer: 'readonly',
      },
    },
  },
  prettier,
);
