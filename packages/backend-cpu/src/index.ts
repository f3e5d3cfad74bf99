import '@lfads/ops';

export { BACKEND_NAME } from './backend.js';
export { CpuBackendError, type CpuBackendErrorCode } from './errors.js';
export { describeCpuBackend, initCpuBackend, setThreads, type CpuBackendInfo } from './init.js';
export { profileKernels, type KernelProfile, type Profile } from './profile/profile-kernels.js';
export { selfTest, type SelfTest } from './self-test.js';
export type { CpuBackendOptions, EngineChoice } from './options.js';
