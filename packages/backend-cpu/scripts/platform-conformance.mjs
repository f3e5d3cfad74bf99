// Run by test-platform.mjs where the packages are installed: holds every instruction set of the platform package's
// kernels to the composites.
import { initCpuBackend } from '@lfads/backend-cpu';
import { checkConformance, conformanceCases } from '@lfads/ops/conformance';
import { createRequire } from 'node:module';

const name = `@lfads/backend-cpu-${process.platform}-${process.arch}`;
const { instructionSets } = createRequire(import.meta.url)(name);

for (const instructionSet of instructionSets()) {
  process.env.LFADS_ISA = instructionSet;
  const { note } = await initCpuBackend({ engine: 'auto', threads: 2 });
  if (!note.includes(name)) throw new Error(`${name} was not used: ${note}`);
  for (const testCase of conformanceCases) {
    const problems = await checkConformance(testCase);
    if (problems.length > 0) throw new Error(`${testCase.name}: ${problems.join('; ')}`);
  }
  console.log(`${name}, ${instructionSet}: ${conformanceCases.length} cases like the composites`);
}
