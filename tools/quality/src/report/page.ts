import { format } from 'prettier';
import type { Milestone } from '../suite/reference.js';
import type { SuiteEntry } from '../suite/run-suite.js';
import type { Reached } from '../suite/time-to-quality.js';
import { type Cells, scoreTable } from './columns.js';

export interface PageFacts {
  /** `AMD EPYC`, and so on. */
  cpu: string;
  node: string;
  /** Kernels and threads, in words. */
  backend: string;
  /** What was asked for beside data sets and seeds. */
  maxEpochs?: number | undefined;
}

const INTRODUCTION = `# Quality

What training reaches on recorded and simulated data, beside what simple methods reach on the same trials. How it is
scored is said in [tools/quality](../tools/quality/README.md).
`;

/**
 * The page with the tables of these data sets made anew; those of other data sets stay as they are.
 *
 * @param page the page as it is, or nothing
 */
export function updatedPage(
  page: string,
  entries: readonly SuiteEntry[],
  facts: PageFacts,
): Promise<string> {
  const [, ...old] = page.split(/^(?=## )/m);
  const sections = new Map(old.map((section) => [titleOf(section), section]));
  for (const entry of entries) sections.set(entry.recipe.title, section(entry, facts));
  return format([INTRODUCTION, ...sections.values()].join('\n'), {
    parser: 'markdown',
    printWidth: 100,
  });
}

const titleOf = (section: string) => /^## (.*)/.exec(section)![1]!;

function section({ recipe, results, reached, peer }: SuiteEntry, facts: PageFacts): string {
  const { head, rows } = scoreTable(results);
  const seeds = results.map(({ seed }) => seed).join(',');
  const limit = facts.maxEpochs === undefined ? '' : ` --max-epochs ${facts.maxEpochs}`;
  return `## ${recipe.title}

\`\`\`
npm run quality -- --dir ../shared/data --only ${recipe.data} --seeds ${seeds}${limit} --write docs/quality.md
\`\`\`

\`${recipe.data}.h5\` with \`${recipe.overrides.join(' ')}\`; ${facts.cpu}, Node ${facts.node}, ${facts.backend}.

${table(head, rows)}
${reached ? timeTable(seeds.split(','), reached, peer) : ''}`;
}

function timeTable(
  seeds: readonly string[],
  reached: readonly (readonly Reached[])[],
  peer: SuiteEntry['peer'],
): string {
  const figures = ({ rateR2, rateR2Overall, bitsPerSpike }: Milestone) =>
    [rateR2, rateR2Overall, bitsPerSpike].map((figure) => figure.toFixed(4)).join(' / ');
  const all = reached.flatMap((goals, i) => goals.map((goal) => ({ ...goal, seed: seeds[i]! })));
  const rows = all.map(({ seed, milestone, at }) => {
    const seconds = peer && (milestone.epochs * peer.seconds) / peer.epochs;
    return [
      seed,
      `${milestone.epochs} epochs: ${figures(milestone)}`,
      at ? `${at.epochs} epochs: ${figures(at)}` : 'not reached',
      at ? at.seconds.toFixed(1) : '–',
      seconds === undefined ? '–' : seconds.toFixed(0),
      at && seconds !== undefined ? `1 / ${(seconds / at.seconds).toFixed(1)}` : '–',
    ];
  });
  const pace = peer
    ? `The reference's seconds: its pace just before on the same machine, ${(peer.seconds / peer.epochs).toFixed(2)} s an epoch over ${peer.epochs} epochs (\`--peer\`), times its epochs.`
    : "The reference's pace was not measured (`--peer`).";
  return `
Time until each seed reached what the reference reached with the same config (rate R² mean / overall / bits per spike):

${table(['seed', 'reference', 'reached after', 'seconds', "reference's seconds", 'share of its time'], rows)}

${pace} Both count training and validation, not the scoring.
`;
}

function table(head: readonly string[], rows: readonly Cells[]): string {
  const line = (cells: Cells) => `| ${cells.join(' | ')} |`;
  return [line([...head]), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
