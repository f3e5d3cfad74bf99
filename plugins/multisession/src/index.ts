export { addSession } from './add-session.js';
export { alignSessions, type Alignment, type SessionAlignment } from './align.js';
export {
  conditionAverages,
  sharedConditions,
  stackConditions,
  type ConditionAverages,
} from './condition-averages.js';
export { multisessionPlugin, multisessionPlugin as default } from './plugin.js';
export { simulateSessions, type SessionsOptions } from './simulate-sessions.js';
export { stitchCommand } from './stitch-command.js';
export { stitch, type StitchOptions, type StitchReport } from './stitch.js';
export { trainedDynamics } from './trained-dynamics.js';
export { trajectorySvg } from './trajectory-svg.js';
