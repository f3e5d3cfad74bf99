import { checkConformance, conformanceCases } from '@lfads/ops/conformance';
import { beforeAll, describe, expect, test } from 'vitest';
import { enginesUnderTest } from './testing/engines.js';

describe.each(enginesUnderTest)('conformance of $name', ({ start }) => {
  beforeAll(start);

  test.each(conformanceCases.map((testCase) => [testCase.name, testCase] as const))(
    '%s',
    async (_, testCase) => {
      expect(await checkConformance(testCase)).toEqual([]);
    },
  );
});
