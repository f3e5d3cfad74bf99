export { jobResult } from './job-result.js';
export { LOCAL_LAUNCHER, LocalLauncher, type LocalLauncherOptions } from './local-launcher.js';
export { tunePlugin } from './plugin.js';
export { runSweep, type SweepObserver } from './run-sweep.js';
