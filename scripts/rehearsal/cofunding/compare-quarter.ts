// The quarter's statement as everybody reads it, against the diary: the estate's two funds, and what each project received, spent, gave back and
// holds. Its hash is worked out here from the page's own figures.
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { disclosureOperations } from '../../../api/contracts/disclosure';
import type { Diary } from './diary';
import { ASIDE } from './fees';
import type { QuarterPlayed } from './quarter';
import type { Project } from './stage';

type PublicEstate = z.output<(typeof disclosureOperations)['publicEstate']['response']>;
type Body = PublicEstate['statements'][number]['body'];

const INCOME = 'commonIncome';
/** The source of a project's plan that the estate's own money is. */
const INCOME_SOURCE = 'income';

/** One sentence for each figure that is said and not ours, or ours and not said. */
export function quarterDiffers(
  { no, sha256, from, until }: QuarterPlayed,
  diary: Diary,
  { statements }: Pick<PublicEstate, 'statements'>,
  projects: readonly Project[],
): string[] {
  const statement = statements.find((one) => one.no === no && !one.isCorrected);
  if (!statement) return ['the quarter is not on the public page'];
  const { body, boardAt, objections } = statement;
  const said = [`from ${body.from} until ${body.until}`, ...linesOf(body)];
  const ours = [`from ${from} until ${until}`, ...linesFrom(diary, projects)];
  const hash = createHash('sha256').update(canonical(body)).digest('hex');
  const isSigned = statement.sha256 === sha256 && hash === sha256;
  return [
    ...said.filter((line) => !ours.includes(line)).map((line) => `the quarter says: ${line}`),
    ...ours.filter((line) => !said.includes(line)).map((line) => `the quarter lacks: ${line}`),
    ...(isSigned ? [] : [`the quarter bears ${statement.sha256}, its figures make ${hash}, signed was ${sha256}`]),
    ...(boardAt === null ? ['the quarter is not on the board'] : []),
    ...(objections.raised === 1 && objections.upheld === 0
      ? []
      : [`the quarter counts ${objections.raised} objections`]),
  ];
}

interface FundLine {
  fund: string;
  opening: unknown;
  income: string;
  spent: string;
  granted: unknown;
  closing: unknown;
}

const fundLine = ({ fund, opening, income, spent, granted, closing }: FundLine): string =>
  `${fund}: ${String(opening)} + [${income}] - [${spent}] - ${String(granted)} = ${String(closing)}`;
const projectLine = (projectId: string, ...fen: unknown[]): string => `project ${projectId}: ${fen.join(' ')}`;
const amounts = (of: readonly (readonly [string, unknown])[]): string =>
  of.map(([category, fen]) => `${category} ${String(fen)}`).join(', ');

const linesOf = ({ funds, projects }: Body): string[] => [
  ...funds.map(({ fund, openingFen, lateFen, income, spent, grantedFen, closingFen }) =>
    fundLine({
      ...{ fund, opening: openingFen + lateFen, granted: grantedFen, closing: closingFen },
      income: amounts(income.map(({ category, fen }) => [category, fen])),
      spent: amounts(spent.map(({ category, fen }) => [category, fen])),
    }),
  ),
  ...projects.map(({ projectId, receivedFen, spentFen, refundedFen, heldFen }) =>
    projectLine(projectId, receivedFen, spentFen, refundedFen, heldFen),
  ),
];

/** Everything lies in this quarter, so it opens with nothing. Projects into which nobody paid are not in it. */
function linesFrom(diary: Diary, projects: readonly Project[]): string[] {
  const given = projects.reduce(
    (sum, { processId }) =>
      sum + diary.sum('in', processId, INCOME_SOURCE) - diary.sum('back', processId, INCOME_SOURCE),
    0n,
  );
  const fund = (name: string, granted: bigint): string => {
    const categories = (what: 'in' | 'spent') =>
      diary.sources(name).flatMap((category): [string, bigint][] => {
        const fen = diary.sum(what, name, category);
        return fen === 0n ? [] : [[category, fen]];
      });
    const closing = diary.total('in', name) - diary.total('spent', name) - granted;
    const [income, spent] = [amounts(categories('in')), amounts(categories('spent'))];
    return fundLine({ fund: name, opening: 0, income, spent, granted, closing });
  };
  const moved = projects.flatMap(({ processId }) => {
    const cameIn = diary.total('in', processId);
    const [spent, back] = [diary.total('spent', processId), diary.total('back', processId)];
    return cameIn === 0n ? [] : [projectLine(processId, cameIn, spent, back, cameIn - spent - back)];
  });
  return [fund(INCOME, given), fund(ASIDE, 0n), ...moved];
}

/** RFC 8785, as far as figures and words need it: keys in order, nothing between. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, of]) => `${JSON.stringify(key)}:${canonical(of)}`).join(',')}}`;
}
