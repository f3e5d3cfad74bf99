import { readFileSync } from 'node:fs';

const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
  readFileSync('build/test-report.json', 'utf8'),
);
const brokenFiles = testResults.filter(
  (file) => file.status === 'failed' && file.assertionResults.every((t) => t.status !== 'failed'),
);
for (const file of brokenFiles) console.log(`did not run: ${file.name}\n${file.message}`);
const failed = numFailedTests + brokenFiles.length;
console.log(
  `${numPassedTests} passed, ${failed} failed, ${numPendingTests + numTodoTests} skipped`,
);
