import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiEntries, reportsFolder } from './api-entries.js';
import { extractApi } from './extract-api.js';
import { publishedWorkspaces } from './workspaces.js';

const update = process.argv.includes('--update');
const entries = (await publishedWorkspaces()).flatMap(apiEntries);
const temporary = await mkdtemp(join(tmpdir(), 'lfads-api-'));
try {
  await mkdir(reportsFolder, { recursive: true });
  const changed = extractApi(entries, { update, temporary });
  const expected = new Set(entries.map(({ name }) => `${name}.api.md`));
  const orphans = (await readdir(reportsFolder)).filter((file) => !expected.has(file));
  if (update) {
    for (const file of orphans) await rm(join(reportsFolder, file));
    console.log(`${entries.length} reports in etc, ${changed.length} changed.`);
  } else if (changed.length + orphans.length > 0) {
    const names = [...changed.map((name) => `${name}.api.md`), ...orphans];
    console.error(
      `The public surface is not what etc/ says it is: ${names.join(', ')}.\n` +
        'If the change is meant, write the reports anew with `npm run api` and commit them with a changeset.',
    );
    process.exitCode = 1;
  } else {
    console.log(`${entries.length} reports in etc are up to date.`);
  }
} finally {
  await rm(temporary, { recursive: true });
}
