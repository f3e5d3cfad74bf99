import { augmentationStack } from '../augmentations/augmentation-stack.js';
import { coordinatedDropoutTf2 } from '../augmentations/coordinated-dropout-tf2.js';
import { coordinatedDropout } from '../augmentations/coordinated-dropout.js';
import { sampleValidation } from '../augmentations/sample-validation.js';
import { selectiveBackpropThruTime } from '../augmentations/selective-backprop-thru-time.js';
import { spikeJitter } from '../augmentations/spike-jitter.js';
import { temporalShift } from '../augmentations/temporal-shift.js';
import { CONTRACT_VERSION } from '../contracts/index.js';
import { gru } from '../generator-cells/gru.js';
import { linear } from '../generator-cells/linear.js';
import { lstm } from '../generator-cells/lstm.js';
import { stacked } from '../generator-cells/stacked.js';
import { vanillaRnn } from '../generator-cells/vanilla-rnn.js';
import { autoregressiveMultivariateNormal } from '../priors/autoregressive-multivariate-normal.js';
import { laplace } from '../priors/laplace.js';
import { multivariateNormal } from '../priors/multivariate-normal.js';
import { multivariateStudentT } from '../priors/multivariate-student-t.js';
import { nullPrior } from '../priors/null.js';
import { fanInLinear } from '../readins/fan-in-linear.js';
import { identity } from '../readins/identity.js';
import { kernelNormalizedLinear } from '../readins/kernel-normalized-linear.js';
import { mlp } from '../readins/mlp.js';
import { multisessionReadin } from '../readins/multisession-readin.js';
import { multisessionReadout } from '../readouts/multisession-readout.js';
import { bernoulli } from '../reconstructions/bernoulli.js';
import { gamma } from '../reconstructions/gamma.js';
import { gaussian } from '../reconstructions/gaussian.js';
import { mse } from '../reconstructions/mse.js';
import { negativeBinomial } from '../reconstructions/negative-binomial.js';
import { poissonBps } from '../reconstructions/poisson-bps.js';
import { poisson } from '../reconstructions/poisson.js';
import { definePlugin } from '../registry/index.js';
import { lfads } from './lfads.js';
import { moduleList } from './module-list.js';
import { multisessionReconstruction } from './multisession-reconstruction.js';

/** The components of this package. */
export const corePlugin = definePlugin({
  name: '@lfads/core',
  contractVersion: CONTRACT_VERSION,
  components: [
    lfads,
    multivariateNormal,
    autoregressiveMultivariateNormal,
    multivariateStudentT,
    laplace,
    nullPrior,
    poisson,
    poissonBps,
    negativeBinomial,
    bernoulli,
    mse,
    gaussian,
    gamma,
    augmentationStack,
    coordinatedDropout,
    coordinatedDropoutTf2,
    sampleValidation,
    selectiveBackpropThruTime,
    spikeJitter,
    temporalShift,
    identity,
    fanInLinear,
    kernelNormalizedLinear,
    mlp,
    multisessionReadin,
    multisessionReadout,
    moduleList,
    multisessionReconstruction,
    gru,
    vanillaRnn,
    linear,
    lstm,
    stacked,
  ],
});
