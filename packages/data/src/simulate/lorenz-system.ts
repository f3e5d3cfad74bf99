import type { Draws } from '../draws.js';

export type State = readonly [number, number, number];

const SIGMA = 10;
const RHO = 28;
const BETA = 8 / 3;
/** Integration steps of 0.003 time units: the error of RK4 stays far below the width of the attractor. */
const MAX_STEP = 0.003;

/** Time derivative of the Lorenz system (Lorenz 1963, eqs. 25 to 27) at its usual parameters. */
export const lorenzDerivative = ([x, y, z]: State): State => [
  SIGMA * (y - x),
  x * (RHO - z) - y,
  x * y - BETA * z,
];

/** Advances by `time`, in equal Runge-Kutta steps of fourth order. */
export function integrateLorenz(start: State, time: number): State {
  const steps = Math.max(1, Math.ceil(time / MAX_STEP));
  const h = time / steps;
  let state = start;
  for (let step = 0; step < steps; step++) state = rungeKutta(state, h);
  return state;
}

/** A random point on the attractor: a random point near it, left to itself for 20 time units. */
export const randomLorenzState = (draws: Draws): State =>
  integrateLorenz([8 * draws.normal(), 8 * draws.normal(), 25 + 8 * draws.normal()], 20);

function rungeKutta(state: State, h: number): State {
  const k1 = lorenzDerivative(state);
  const k2 = lorenzDerivative(along(state, k1, h / 2));
  const k3 = lorenzDerivative(along(state, k2, h / 2));
  const k4 = lorenzDerivative(along(state, k3, h));
  const slope = (i: 0 | 1 | 2) => (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]) / 6;
  return along(state, [slope(0), slope(1), slope(2)], h);
}

const along = ([x, y, z]: State, [dx, dy, dz]: State, h: number): State => [
  x + h * dx,
  y + h * dy,
  z + h * dz,
];
