export { type Kind, KINDS } from './kinds.js';
export { type Io, main } from './main.js';
export { type Names, namesOf } from './names.js';
export { scaffold } from './scaffold.js';
export { UsageError } from './usage-error.js';
