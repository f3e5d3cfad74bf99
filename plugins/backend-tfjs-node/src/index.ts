export { loadTfjsNode, type Loaded } from './load.js';
export { findTfjsNode, PACKAGES, type TfjsNodePackage } from './find.js';
export { tfjsNodePlugin, tfjsNodePlugin as default } from './plugin.js';
export { TfjsNode } from './tfjs-node.js';
export { usesGpu } from './uses-gpu.js';
