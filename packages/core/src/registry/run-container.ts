import type { ComponentContext, Token } from '../contracts/index.js';
import { LfadsError } from '../contracts/index.js';
import { contextOf } from './container.js';
import type { ComponentRegistry } from './registry.js';

/** The services of one run. Runs share the registry and nothing else. */
export interface RunContainer {
  /** What component factories get. */
  readonly context: ComponentContext;
  provide<T>(token: Token<T>, service: T): void;
  /** Checks the options (snake_case, nested parts already made) and creates the part. */
  create<T = unknown>(target: string, options?: unknown): T;
}

export const createRunContainer = (registry: ComponentRegistry): RunContainer => {
  const container = registry.container.createChildContainer();
  const context = contextOf(container);
  return {
    context,
    provide: (token, service) => void container.registerInstance<unknown>(token, service),
    create: <T>(target: string, options: unknown = {}): T => {
      const definition = registry.resolve(target);
      const parsed = definition.options.safeParse(options);
      if (parsed.success) return definition.create(parsed.data, context) as T;
      const faults = parsed.error.issues.map(
        ({ path, message }) => `  ${path.map(String).join('.') || '(all)'}: ${message}`,
      );
      throw new LfadsError(
        'LFADS_REGISTRY_BAD_OPTIONS',
        `The options of ${target} are not right:\n${faults.join('\n')}`,
        'lfads plugins list shows the options of every component.',
      );
    },
  };
};
