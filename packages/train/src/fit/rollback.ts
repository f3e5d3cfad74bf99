import { join } from 'node:path';
import { type Checkpoint, loadCheckpoint, saveCheckpoint } from '../checkpoints/checkpoint.js';
import type { NonFiniteError } from '../step/non-finite.js';
import { tolerate } from './non-finite-policy.js';
import { positionOf } from './position.js';
import type { Run } from './run.js';
import { restore, snapshot } from './snapshot.js';

/** Name of the checkpoint that a run with `rollback` keeps of the start of the epoch under way. */
const NAME = 'rollback';
const LEARNING_RATE_FACTOR = 0.5;

/** Where an epoch that fails is begun again. */
export class RollbackPoint {
  private good: Checkpoint | undefined;

  constructor(private readonly run: Run) {}

  /** Keeps the state of the run where an epoch begins, on disk too: a resumed run may have to go back to it. */
  async keep(): Promise<void> {
    const { position, paths } = this.run;
    if (position.batchInEpoch > 0) {
      this.good ??= (await this.ofThisEpoch()) ?? (await snapshot(this.run));
      return;
    }
    this.good = await snapshot(this.run);
    await saveCheckpoint(paths.checkpoints, NAME, this.good);
  }

  /**
   * Puts parameters, optimiser and callbacks back to where the epoch began, with half the learning rate
   * that failed: without that, everything would happen again.
   *
   * @throws NonFiniteError when the epoch has been rolled back too often; the run is then back all the same
   */
  async goBack(error: NonFiniteError): Promise<void> {
    const { run, good } = this;
    const { nonFinite, schedule } = run.position;
    const learningRate = LEARNING_RATE_FACTOR * schedule.learningRate;
    await restore(run, good!);
    Object.assign(run.position, positionOf(good!.state), { nonFinite });
    run.position.schedule = { ...run.position.schedule, learningRate };
    const { epoch } = run.position;
    tolerate(run, error, `Epoch ${epoch} is repeated with the learning rate ${learningRate}`);
  }

  /** The kept checkpoint, if it is of this epoch of this run. */
  private async ofThisEpoch(): Promise<Checkpoint | undefined> {
    const { paths, position, seed } = this.run;
    const kept = await loadCheckpoint(join(paths.checkpoints, `${NAME}.json`)).catch(
      () => undefined,
    );
    const fits =
      kept?.state.seed === seed &&
      kept.state.epoch === position.epoch &&
      kept.state.globalStep === position.globalStep - position.batchInEpoch;
    return fits ? kept : undefined;
  }
}
