/** What git knows of a package whose report changed. */
export interface ChangedApi {
  readonly report: string;
  readonly packageName: string;
  /** Its version differs too: a release has used the changesets up. */
  readonly released: boolean;
}

/** A sentence for each report that changed without a changeset that names its package. */
export function apiProblems(
  changed: readonly ChangedApi[],
  namedInChangesets: ReadonlySet<string>,
): string[] {
  return changed
    .filter(({ packageName, released }) => !released && !namedInChangesets.has(packageName))
    .map(({ report, packageName }) => `${report} changed, and no changeset names ${packageName}.`);
}
