// The papers of a petition: the sheets on which owners sign by hand, and what the count came to (docs/petition.md).
import { checkThresholds, type ThresholdCheck } from '../../domain/petition/threshold';
import { formatArea } from '../../domain/register/normalise';
import { deadlineOf, type PetitionRecord } from '../record';
import { sayArea, sayDay, sayEnd } from '../say';
import { paperOf, type KindOf } from './kind';
import { nameOf, sayPetitionOutcome, sayPurpose, textOf } from './words';

const GUIDANCE = '《业主大会和业主委员会指导规则》（建房〔2009〕274号）';
const ARTICLE = `《物业管理条例》第十三条；${GUIDANCE}第二十一条`;

/** Rights on one sheet: a page of A4, with what is demanded above them. */
const LINES = 15;
/** A demand longer than this is not repeated on every sheet, but named. */
const SHORT = 120;

const petitionPaper = paperOf('petition');

export const PETITION_PAPERS: readonly KindOf<'petition'>[] = [
  petitionPaper({
    code: 'signatureSheet',
    title: { zh: '业主联名签名表', en: 'Sheets on which owners sign a petition by hand' },
    article: ARTICLE,
    copies: 'one',
    isFiled: false,
    readers: 'staff',
    vocabulary: {
      purpose: 'text',
      request: 'text',
      shortRequest: 'text',
      members: { name: 'text' },
      ways: { need: 'text' },
      closesAt: 'text',
      sheetCount: 'text',
      sheets: {
        page: 'text',
        lines: { line: 'text', rightNo: 'text', label: 'text', holders: 'text', area: 'text' },
      },
    },
    required: [
      'article',
      'purpose',
      'request',
      'ways.need',
      'sheets.page',
      'sheets.lines.line',
      'sheets.lines.rightNo',
    ],
    data(record) {
      const { core } = record;
      const closes = deadlineOf(record, 'collection');
      if (core.phase !== 'collecting' && core.phase !== 'verifying') return null;
      if (core.isCollectionOver || closes === null) return null;
      const request = textOf(record, core.requestText);
      const sheets = sheetsOf(record);
      return {
        ...{ purpose: sayPurpose(core.purpose), request },
        shortRequest: request.length <= SHORT ? request : `${request.slice(0, SHORT)}……（全文见首页）`,
        members: core.memberIds.map((id) => ({ name: nameOf(record, id) })),
        ways: waysOf(record).map((way) => ({ need: sayWay(way) })),
        closesAt: sayEnd(closes),
        sheetCount: String(sheets.length),
        sheets,
      };
    },
  }),
  petitionPaper({
    code: 'petitionCertificate',
    title: { zh: '业主联名核实结果证明', en: 'Certificate of the count of a petition' },
    article: ARTICLE,
    localRule: ({ petition }) => petition.verifyWithin,
    copies: 'one',
    isFiled: false,
    vocabulary: {
      purpose: 'text',
      request: 'text',
      members: { name: 'text' },
      signedHeads: 'text',
      signedArea: 'text',
      electorateHeads: 'text',
      electorateArea: 'text',
      ways: { need: 'text', part: 'text', whole: 'text', reached: 'text', shortfall: 'text' },
      struck: 'text',
      reason: 'text',
      outcome: 'text',
      countedOn: 'text',
      rollHash: 'text',
      issuer: 'text',
    },
    required: ['article', 'purpose', 'ways.need', 'ways.part', 'ways.whole', 'ways.shortfall', 'outcome', 'rollHash'],
    data(record) {
      const { core, place, events } = record;
      const { roll, signed, outcome } = core;
      const end = events.findLast(({ type }) => ENDS.includes(type));
      if (roll === null || signed === null || outcome === null || end === undefined) return null;
      const confirmed = events.filter(({ type }) => type === 'signaturesConfirmed');
      const struck = confirmed.reduce((sum, { payload }) => sum + (payload['defectiveIds'] as string[]).length, 0);
      const reason = [end, ...confirmed.toReversed()].map(({ payload }) => payload['reasonText']).find(isHash);
      return {
        purpose: sayPurpose(core.purpose),
        request: textOf(record, core.requestText),
        members: core.memberIds.map((id) => ({ name: nameOf(record, id) })),
        signedHeads: `${signed.heads} 人`,
        signedArea: sayArea(signed.areaDm2),
        electorateHeads: `${roll.heads} 人`,
        electorateArea: sayArea(roll.areaDm2),
        ways: waysOf(record).map((way) => ({
          need: sayWay(way),
          part: amountOf(way, way.part),
          whole: amountOf(way, way.whole),
          reached: way.isReached ? '达到' : '未达到',
          shortfall: way.isReached ? '—' : `差 ${amountOf(way, way.shortfall)}`,
        })),
        struck: struck > 0 ? String(struck) : '',
        reason: reason === undefined ? '' : textOf(record, reason),
        outcome: sayPetitionOutcome(outcome),
        countedOn: sayDay(end.at),
        rollHash: roll.rollHash,
        issuer: `${place.street}办事处`,
      };
    },
  }),
];

const ENDS = ['petitionAccepted', 'petitionRefused', 'petitionLapsed'];

const isHash = (value: unknown): value is string => typeof value === 'string';

/** Each way to be enough, with how far it is reached; before anything was counted, by nothing. */
const waysOf = ({ core, policy }: PetitionRecord): ThresholdCheck[] =>
  core.roll === null
    ? []
    : checkThresholds(
        policy.petition.thresholds[core.purpose].value,
        core.roll,
        core.signed ?? { heads: 0, areaDm2: 0 },
      );

const amountOf = ({ of }: ThresholdCheck, n: number): string => (of === 'area' ? sayArea(n) : `${n} 人`);

function sayWay({ of, num, den, whole }: ThresholdCheck): string {
  if (of === 'ownerCount') return `业主 ${whole} 人以上`;
  return of === 'owners' ? `占业主总人数 ${num}/${den} 以上` : `占专有部分总面积 ${num}/${den} 以上`;
}

function sheetsOf({ roll }: PetitionRecord) {
  const count = Math.ceil(roll.length / LINES);
  return Array.from({ length: count }, (_, index) => ({
    page: String(index + 1),
    lines: roll.slice(index * LINES, (index + 1) * LINES).map(({ rightNo, label, holders, areaDm2 }, line) => ({
      ...{ line: String(line + 1), rightNo: String(rightNo), label },
      ...{ holders: holders.join('、'), area: formatArea(areaDm2) },
    })),
  }));
}
