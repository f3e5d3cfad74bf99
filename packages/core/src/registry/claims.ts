import { LfadsError } from '../contracts/index.js';

/** Things by name, each claimed by one plugin. */
export class Claims<Thing> {
  private readonly owners = new Map<string, { readonly plugin: string; readonly thing: Thing }>();

  constructor(
    private readonly code: `LFADS_${string}`,
    private readonly what: string,
    private readonly hint: string,
  ) {}

  /** @throws LfadsError naming both plugins when the name is taken */
  add(plugin: string, name: string, thing: Thing): void {
    const owner = this.owners.get(name)?.plugin;
    if (owner !== undefined) {
      const who =
        owner === plugin
          ? `Plugin "${plugin}" claims`
          : `Plugins "${owner}" and "${plugin}" both claim`;
      const often = owner === plugin ? ' twice' : '';
      throw new LfadsError(this.code, `${who} ${this.what} "${name}"${often}.`, this.hint);
    }
    this.owners.set(name, { plugin, thing });
  }

  get(name: string): Thing | undefined {
    return this.owners.get(name)?.thing;
  }

  pluginOf(name: string): string | undefined {
    return this.owners.get(name)?.plugin;
  }

  names(): string[] {
    return [...this.owners.keys()].sort();
  }
}
