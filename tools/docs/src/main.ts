import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pagesFolder } from './folder.js';
import { componentPages } from './pages.js';

const pages = await componentPages(pagesFolder);
await rm(pagesFolder, { recursive: true, force: true });
for (const [path, text] of pages) {
  const file = join(pagesFolder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
console.log(`${pages.size} pages in ${pagesFolder}`);
