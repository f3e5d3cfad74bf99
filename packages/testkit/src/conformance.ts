import type { ComponentKind } from '@lfads/core';
import type { Check } from './check.js';
import { augmentationChecks } from './suites/augmentation.js';
import { callbackChecks } from './suites/callback.js';
import { dataModuleChecks } from './suites/data-module.js';
import { definitionChecks } from './suites/definition.js';
import { generatorCellChecks } from './suites/generator-cell.js';
import { launcherChecks } from './suites/launcher.js';
import { loggerChecks } from './suites/logger.js';
import { pairChecks } from './suites/pairs.js';
import { priorChecks, type PriorPlace } from './suites/prior.js';
import { readinReadoutChecks } from './suites/readin-readout.js';
import { reconstructionChecks } from './suites/reconstruction.js';
import { type Subject, type SubjectOptions, subjectOf } from './subject.js';
import type { ChangeState } from './training.js';

export interface ConformanceOptions extends SubjectOptions {
  /** Where a prior can stand; default: over the initial condition and over the inferred inputs. */
  places?: readonly PriorPlace[];
  /** What a callback is given besides what its contract says. */
  changeState?: ChangeState;
}

type Suite = (subject: Subject, options: ConformanceOptions) => Check[];

const suites: Readonly<Partial<Record<ComponentKind, Suite>>> = {
  prior: (subject, { places }) => priorChecks(subject, places),
  reconstruction: (subject) => [...reconstructionChecks(subject), ...pairChecks(subject)],
  augmentation: (subject) => [...augmentationChecks(subject), ...pairChecks(subject)],
  readin: readinReadoutChecks,
  readout: readinReadoutChecks,
  generatorCell: generatorCellChecks,
  dataModule: dataModuleChecks,
  callback: (subject, { changeState }) => callbackChecks(subject, changeState),
  logger: loggerChecks,
  launcher: launcherChecks,
};

/**
 * What a component must keep to by the contract of its kind. Kinds without a suite of their own are held to
 * what every definition must do.
 *
 * @throws ConformanceError when the plugin does not have the component
 * @throws LfadsError when the plugin cannot be registered
 */
export function conformanceChecks(options: ConformanceOptions): Check[] {
  const subject = subjectOf(options);
  return [
    ...definitionChecks(subject),
    ...(suites[subject.definition.kind]?.(subject, options) ?? []),
  ];
}

/** Registers a test: `test` of Vitest, of node:test, of Jest. */
export type RegisterTest = (name: string, run: () => void | Promise<void>) => unknown;

/** Registers every check as a test of the runner that is in use. */
export function conformance({
  test,
  ...options
}: ConformanceOptions & { test: RegisterTest }): void {
  for (const { name, run } of conformanceChecks(options)) {
    test(`${options.target}: ${name}`, async () => run());
  }
}
