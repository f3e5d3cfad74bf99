import { fileURLToPath } from 'node:url';

/** Where the pages of the components lie. */
export const pagesFolder = fileURLToPath(new URL('../../../docs/components', import.meta.url));
