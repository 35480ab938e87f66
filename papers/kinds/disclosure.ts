// The statement of an estate's common revenue for its notice board, as it was frozen (docs/disclosure.md).
import type { FundFigures } from '../../domain/disclosure/figures';
import type { DisclosureRecord } from '../record';
import { sayDay, sayInstant } from '../say';
import { sayCategory, sayDays, sayFen, sayFund, sayPeriod } from './disclosure-words';
import { paperOf, type KindOf } from './kind';

const lines = { fund: 'text', item: 'text', amount: 'text' } as const;

export const DISCLOSURE_PAPERS: readonly KindOf<'disclosure'>[] = [
  paperOf('disclosure')({
    code: 'disclosureStatement',
    title: { zh: '公共收益收支公示', en: 'Statement of common revenue for the notice board' },
    article: '《中华人民共和国民法典》第二百八十二条、第九百四十三条',
    localRule: ({ disclosure }) => disclosure.period,
    copies: 'one',
    isFiled: false,
    vocabulary: {
      statements: {
        ...{ period: 'text', days: 'text', version: 'text', asOf: 'text', publishedOn: 'text', statementHash: 'text' },
        lines,
        projects: { no: 'text', received: 'text', spent: 'text', refunded: 'text', held: 'text' },
      },
      pageAddress: 'text',
    },
    required: [
      'article',
      'statements.period',
      'statements.lines.item',
      'statements.lines.amount',
      'statements.statementHash',
    ],
    data({ core, shown }: DisclosureRecord) {
      if (shown.length === 0) return null;
      return {
        statements: shown.map(({ publication, body }) => ({
          ...{
            period: sayPeriod(body),
            days: sayDays(body),
            version: String(body.version),
            asOf: sayInstant(body.asOf),
          },
          ...{ publishedOn: sayDay(publication.publishedAt), statementHash: publication.sha256 },
          lines: body.funds.flatMap(linesOf),
          projects: body.projects.map(({ receivedFen, spentFen, refundedFen, heldFen }, index) => ({
            ...{ no: String(index + 1), received: sayFen(receivedFen), spent: sayFen(spentFen) },
            ...{ refunded: sayFen(refundedFen), held: sayFen(heldFen) },
          })),
        })),
        pageAddress: `/public/estates/${core.place.estateId}`,
      };
    },
  }),
];

/** Everything a reader needs to add it up again, in the order in which it adds up. */
export function linesOf(figures: FundFigures): { fund: string; item: string; amount: string }[] {
  const fund = sayFund(figures.fund);
  const line = (item: string, fen: number) => ({ fund, item, amount: sayFen(fen) });
  return [
    line('期初余额', figures.openingFen),
    ...(figures.lateFen === 0 ? [] : [line('其中：以前各期公示后补记', figures.lateFen)]),
    ...figures.income.map(({ category, fen }) => line(`收入：${sayCategory(category)}`, fen)),
    ...figures.spent.map(({ category, fen }) => line(`支出：${sayCategory(category)}`, fen)),
    ...(figures.grantedFen === 0 ? [] : [line('划入项目', figures.grantedFen)]),
    line('期末余额', figures.closingFen),
  ];
}
