import 'reflect-metadata';
import { container, type DependencyContainer } from 'tsyringe';
import type { ComponentContext, Token } from '../contracts/index.js';
import { LfadsError } from '../contracts/index.js';

export type { DependencyContainer };

/** A container of its own: nothing registered in it is seen by another. */
export const createContainer = (): DependencyContainer => container.createChildContainer();

/** What a component's factory sees of a container. */
export const contextOf = (services: DependencyContainer): ComponentContext => ({
  resolve: <T>(token: Token<T>): T => {
    if (services.isRegistered(token, true)) return services.resolve<T>(token);
    throw new LfadsError(
      'LFADS_SERVICE_MISSING',
      `No service is registered under ${String(token)}.`,
      'Provide it on the run container before the component is created.',
    );
  },
  find: <T>(token: Token<T>): T | undefined =>
    services.isRegistered(token, true) ? services.resolve<T>(token) : undefined,
});
