/** A fault in an override or interpolation, at an offset of its text. */
export class GrammarError extends Error {
  constructor(
    message: string,
    readonly offset: number,
    readonly hint?: string,
  ) {
    super(message);
    this.name = 'GrammarError';
  }
}

/** A place in a text, moved forwards by the parsers. */
export class Cursor {
  constructor(
    readonly text: string,
    public pos = 0,
  ) {}

  get done(): boolean {
    return this.pos >= this.text.length;
  }

  at(token: string): boolean {
    return this.text.startsWith(token, this.pos);
  }

  /** Steps over `token` if it stands here. */
  take(token: string): boolean {
    const here = this.at(token);
    if (here) this.pos += token.length;
    return here;
  }

  /** Steps over what a sticky pattern matches here. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.pos;
    const match = pattern.exec(this.text) ?? undefined;
    if (match) this.pos += match[0].length;
    return match;
  }

  skipSpace(): void {
    this.match(/[ \t]*/y);
  }

  /** What stands here, for messages. */
  get found(): string {
    return this.done ? 'the end' : JSON.stringify(this.text.charAt(this.pos));
  }

  expect(token: string, where: string): void {
    if (!this.take(token)) {
      throw new GrammarError(`Expected "${token}" ${where}, found ${this.found}.`, this.pos);
    }
  }
}
