import type { z } from 'zod';
import type {
  Augmentation,
  Backend,
  Callback,
  CommandDefinition,
  ComponentContext,
  ComponentDefinition,
  ComponentKind,
  DataModule,
  GeneratorCell,
  Launcher,
  Logger,
  OptimizerFactory,
  Plugin,
  Prior,
  Readin,
  Readout,
  Reconstruction,
  Schedule,
} from '../contracts/index.js';
import { brandedPart } from './brand.js';

/** What a definition of each kind must create. Kinds whose contract lives in a higher package give an object. */
interface Parts {
  model: object;
  prior: Prior;
  reconstruction: Reconstruction;
  augmentation: Augmentation;
  augmentationStack: object;
  readin: Readin;
  readout: Readout;
  moduleList: { readonly modules: readonly object[] };
  generatorCell: GeneratorCell;
  dataModule: DataModule;
  trainer: object;
  callback: Callback;
  logger: Logger;
  posteriorSampling: object;
  optimizer: OptimizerFactory;
  schedule: Schedule;
  launcher: Launcher;
  backend: Backend;
  value: object;
}

/** What a plugin's author writes of a component. */
export interface ComponentSpec<Schema extends z.ZodObject, Part> {
  /** `<npm package>/<ExportName>`: what configs say after `_target_`. */
  target: string;
  /** One sentence; shown by `lfads plugins list`. */
  summary: string;
  /** What its page says besides: Markdown, with the source of an equation. */
  docs?: string;
  /**
   * Options of an example as they are in YAML, without `_target_`; for its page, and checked by
   * `lfads plugins check`. Needed where an option is required.
   */
  example?: Readonly<Record<string, unknown>>;
  /** Target of a component, of the same kind and of another plugin, that configs get this one for. */
  replaces?: string;
  /**
   * Options by their names in YAML (snake_case), with defaults and descriptions. Unknown keys are refused,
   * unless the schema says itself what becomes of them (`z.looseObject`).
   */
  options: Schema;
  create(options: z.output<Schema>, context: ComponentContext): Part;
}

const definer =
  <Kind extends ComponentKind>(kind: Kind, ...alsoKinds: readonly ComponentKind[]) =>
  <Schema extends z.ZodObject, Part extends Parts[Kind]>(
    spec: ComponentSpec<Schema, Part>,
  ): ComponentDefinition<Schema, Part> => {
    const create = (options: z.output<Schema>, context: ComponentContext): Part =>
      brandedPart({
        target: spec.target,
        kinds: [kind, ...alsoKinds],
        again: () => spec.create(options, context),
      });
    return {
      ...spec,
      kind,
      ...(alsoKinds.length > 0 ? { alsoKinds } : {}),
      options: spec.options.def.catchall
        ? spec.options
        : (spec.options.strict() as unknown as Schema),
      create,
    };
  };

export const defineModel = definer('model');
export const definePrior = definer('prior');
export const defineReconstruction = definer('reconstruction');
export const defineAugmentation = definer('augmentation');
export const defineAugmentationStack = definer('augmentationStack');
export const defineReadin = definer('readin');
export const defineReadout = definer('readout');
/** A part that can stand on either side: its `create` gives a Readin that is a Readout too. */
export const defineReadinReadout = definer('readin', 'readout');
export const defineModuleList = definer('moduleList');
export const defineGeneratorCell = definer('generatorCell');
export const defineDataModule = definer('dataModule');
export const defineTrainer = definer('trainer');
export const defineCallback = definer('callback');
export const defineLogger = definer('logger');
export const definePosteriorSampling = definer('posteriorSampling');
export const defineOptimizer = definer('optimizer');
export const defineSchedule = definer('schedule');
export const defineLauncher = definer('launcher');
export const defineBackend = definer('backend');
/** A subcommand of the `lfads` program. Unknown options are refused. */
export const defineCommand = <Schema extends z.ZodObject>(
  command: CommandDefinition<Schema>,
): CommandDefinition<Schema> => ({
  ...command,
  options: command.options.strict() as unknown as Schema,
});

/** A plugin. `contractVersion` is the number it was written for, not the one it happens to find. */
export const definePlugin = (plugin: Plugin): Plugin => plugin;
