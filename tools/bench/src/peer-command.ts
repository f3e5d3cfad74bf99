import type { Mode } from './flops.js';

/** A peer's command for a workload and mode: fills in `{workload}` and `{infer}`. */
export function peerCommand(template: string, workload: string, mode: Mode): string {
  return template
    .replaceAll('{workload}', workload)
    .replaceAll('{infer}', mode === 'infer' ? '--infer' : '');
}
