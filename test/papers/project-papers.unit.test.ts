// What the papers of a co-funded project say in every case of plan, policy and outcome, from plays of the decider. From the record to the printed
// file: project-papers.api.test.ts.
import type { PlanInput } from '../../domain/cofunding/messages';
import { PAPER_KINDS } from '../../papers/kinds';
import type { CofundingRecord, PaperCopy, RecordedEvent } from '../../papers/record';
import type { PaperData } from '../../papers/vocabulary';
import {
  accepted,
  aPlan,
  ASKER,
  classified,
  collecting,
  DOOR_FEN,
  pays,
  pledging,
  projectOf,
  ROLL,
  settling,
  shares,
  working,
  type CofundingPlay,
} from '../support/a-cofunding';
import { SECRETARY, STREET } from '../support/an-election';
import { aPolicy, ENGINE } from '../support/play';

const WHOLE: PaperCopy = { kind: 'whole' };

function paperOf(
  code: string,
  play: CofundingPlay,
  { copy = WHOLE, shown = null }: Partial<Pick<CofundingRecord, 'copy' | 'shown'>> = {},
): PaperData | null {
  const kind = PAPER_KINDS.find((one) => one.code === code);
  if (kind?.process !== 'cofunding') throw new Error(`no paper ${code}`);
  return kind.data({
    ...{ processId: 'project', place: { estate: '一小区', community: '一社区', street: '一街道', district: '甲区' } },
    ...{ policy: play.policy, calendar: play.setting.calendar, core: projectOf(play), clocks: play.state.clocks },
    events: play.events.map((event): RecordedEvent => ({
      type: event.type,
      at: 'at' in event ? event.at : play.now,
      payload: { ...event },
    })),
    ...{ names: new Map([['o1', '王小明']]), texts: new Map([['hash', '更换单元门']]), copy, shown },
  });
}

const stairwell = (doors: number, shareFen: number | null = 100_000, hasVoter = true): PaperCopy => ({
  ...{ kind: 'pledgeStairwell', placeId: 'entrance-1', building: '1号楼', entrance: '1单元' },
  doors: Array.from({ length: doors }, (_, index) => {
    return { rightNo: index + 1, label: `${index + 1}室`, shareFen, hasVoter };
  }),
});
const household = (leftFen = 100_000, paidFen = 0): PaperCopy => ({
  kind: 'household',
  called: {
    ...{ rightNo: 7, label: '7室', holders: ['王**'], reference: 'ABCD-EFGH' },
    ...{ dueFen: leftFen + paidFen, paidFen, leftFen },
  },
});

describe('the pledge sheets of a stairwell', () => {
  const sheet = (plan: PlanInput, copy: PaperCopy = stairwell(1)) => paperOf('pledgeSheet', pledging(plan), { copy });
  interface Page {
    page: string;
    lines: { line: string; rightNo: string; label: string; share: string }[];
  }

  it('hold fifteen households each; the sixteenth begins the second, where lines are counted anew', () => {
    expect(sheet(aPlan(), stairwell(15))?.['sheets']).toHaveLength(1);
    const { sheets, missing } = sheet(aPlan(), stairwell(16)) as unknown as { sheets: Page[]; missing: string };
    expect(missing).toBe('16');
    expect(sheets.map(({ page, lines }) => [page, lines.length])).toEqual([
      ['1', 15],
      ['2', 1],
    ]);
    expect(sheets[1]?.lines[0]).toEqual({ line: '1', rightNo: '16', label: '16室', share: '1000.00 元' });
  });

  it('leave the amount to be written in where everybody gives what they like, and say who signs together', () => {
    const plan = aPlan({ shareRule: { rule: 'voluntary', minFen: 2_000, maxFen: 1_000_000 } });
    const { rule, sheets } = sheet(plan, stairwell(1, null, false)) as unknown as { rule: string; sheets: Page[] };
    expect(rule).toBe('自愿认筹：每户 20.00–10,000.00 元');
    expect(sheets[0]?.lines[0]).toMatchObject({ label: '1室（共有人未推选代表）', share: '________ 元' });
  });

  it.each<[PlanInput['shareRule'], string]>([
    [{ rule: 'equal' }, '按户均摊'],
    [{ rule: 'area' }, '按面积分摊'],
    [{ rule: 'perArea', fenPerM2: 2_000 }, '按面积定额：每平方米 20.00 元'],
    [
      {
        rule: 'floor',
        ...{ den: 10, byArea: true },
        coefficients: [
          { floor: 1, num: 0 },
          { floor: 3, num: 7 },
          { floor: 6, num: 10 },
        ],
      },
      '按楼层系数分摊乘以面积（1 层 0，3 层 7/10，6 层 1）',
    ],
    [{ rule: 'benefit', weights: [{ unitLabel: '1-101', num: 1 }] }, '按受益权重分摊'],
  ])('say the rule of sharing in words: %j', (shareRule, words) =>
    expect(sheet(aPlan({ shareRule }))).toMatchObject({ rule: words }),
  );

  it('name every source of the plan with its amount and time, target and bar, and that a pledge can be taken back', () => {
    const plan = aPlan({
      sources: [
        { sourceId: 'household', kind: 'household', amountFen: DOOR_FEN - 300_000, timing: 'before' },
        { sourceId: 'firm', kind: 'firmDiscount', amountFen: 100_000, timing: 'before', uscc: '91370202MA3C4D5E6F' },
        { sourceId: 'sponsor', kind: 'sponsor', amountFen: 200_000, timing: 'before', uscc: '91370202MA3C4D5E7H' },
        {
          ...{
            sourceId: 'reward',
            kind: 'reward',
            amountFen: 240_000,
            timing: 'after',
            percent: { num: 20, den: 100 },
          },
        },
      ],
    });
    const play = pledgingWithGrant(plan);
    const data = paperOf('pledgeSheet', play, { copy: stairwell(1) });
    expect(data).toMatchObject({
      ...{ cost: '12000.00 元', target: '9000.00 元', bar: '8/10', holder: '一街道办事处' },
      sources: [
        { source: '居民自筹', amount: '9000.00 元', timing: '施工前到账' },
        { source: '物业让利', amount: '1000.00 元', timing: '直接减价，不收款' },
        { source: '社会赞助', amount: '2000.00 元', timing: '施工前到账' },
        { source: '以奖代补', amount: '2400.00 元', timing: '验收后拨付' },
      ],
    });
    expect(data?.['revocable']).toContain('付款之前可以随时撤回');
  });

  it('are printed while pledging is open, and neither before nor after', () => {
    const play = pledging();
    expect(paperOf('pledgeSheet', play, { copy: stairwell(1) })).not.toBeNull();
    play.waitFor('pledging');
    expect(paperOf('pledgeSheet', play, { copy: stairwell(1) })).toBeNull();
    expect(paperOf('pledgeSheet', pledging())).toBeNull();
  });
});

describe('the call to pay', () => {
  const call = (play: CofundingPlay, copy = household()) => paperOf('paymentCall', play, { copy });

  it('asks for what is left, in figures and in capital numerals, with code and holder', () => {
    expect(call(collecting())).toMatchObject({
      ...{ label: '7室', holders: '王**', share: '1000.00 元', paid: '', left: '1000.00 元', leftCapital: '壹仟元整' },
      ...{ reference: 'ABCD-EFGH', holder: '一街道办事处' },
    });
    expect(call(collecting(), household(32_504, 67_496))).toMatchObject({
      ...{ share: '1000.00 元', paid: '674.96 元', left: '325.04 元', leftCapital: '叁佰贰拾伍元零肆分' },
    });
  });

  it('says what happens otherwise by the policy of the place, and promises no extension that is used up', () => {
    const policy = aPolicy();
    policy.cofunding.collect.decideWithin.n = 9;
    const play = collecting(aPlan(), policy);
    expect(call(play)?.['otherwise']).toMatch(
      /^逾期未缴齐的，9 日内决定延长缴款时间（15 日）、由方案中的其他来源补足，或者终止项目；/,
    );
    play.waitFor('collecting');
    play.give(ENGINE, { type: 'recordReceipts', received: { householdFen: 0, paidHouseholds: 0, bySource: {} } });
    expect(call(play)).toBeNull();
    play.give(STREET, { type: 'extendCollecting', reasonText: 'hash' });
    expect(call(play)?.['otherwise']).toMatch(/^逾期未缴齐的，9 日内决定由方案中的其他来源补足，或者终止项目；/);
  });

  it('goes out while money is collected, and neither before nor after', () => {
    expect(call(pledging())).toBeNull();
    expect(call(working())).toBeNull();
  });
});

describe('the record of acceptance', () => {
  const record = (play: CofundingPlay) => paperOf('acceptanceRecord', play);
  const look = (isAccepted: boolean) => ({
    ...{ type: 'recordAcceptance' as const, isAccepted, representativeIds: ['o1', 'o2'], minutesText: 'words' },
  });
  const finished = () => {
    const play = working();
    pays(play, 'm1', 400_000);
    pays(play, 'm2', 700_000);
    play.give(ASKER, { type: 'finishWorks', evidenceText: 'hash', attachments: [] });
    return play;
  };

  it('waits for the words of the residents’ representatives, then for the street', () => {
    const play = finished();
    expect(record(play)).toBeNull();
    play.give(SECRETARY, look(true));
    expect(record(play)).toMatchObject({ result: '已记录居民代表意见，待街道办事处确认', decidedOn: '' });
    play.give(STREET, { type: 'confirmAcceptance', isAccepted: true, reasonText: 'hash' });
    expect(record(play)).toMatchObject({ result: '验收合格', reason: '更换单元门', rectifyBy: '' });
  });

  it('has contract, milestones with the days on which they were due and reached, and representatives without their full names', () => {
    const play = working();
    play.give(STREET, { type: 'proposeVariation', milestoneId: 'm2', amountFen: 50_000, reasonText: 'hash' });
    pays(play, 'm1', 400_000);
    pays(play, 'm2', 700_000);
    accepted(play);
    expect(record(play)).toMatchObject({
      ...{ contractAmount: '12000.00 元', added: '500.00 元', total: '12500.00 元', contractHash: 'hash' },
      milestones: [
        { no: '1', code: 'm1', amount: '4000.00 元', dueOn: '2026年6月1日', evidence: '更换单元门' },
        { no: '2', code: 'm2', amount: '8500.00 元', dueOn: '2026年7月1日', evidence: '更换单元门' },
      ],
      representatives: [
        { no: '1', name: '王**' },
        { no: '2', name: '（姓名已不在册）' },
      ],
    });
  });

  it.each([
    ['the representatives', ''],
    ['the street', '更换单元门'],
  ])('of works that %s did not accept says so, and until when they are put right', (who, reason) => {
    const play = finished();
    play.give(SECRETARY, look(who === 'the street'));
    if (who === 'the street') play.give(STREET, { type: 'confirmAcceptance', isAccepted: false, reasonText: 'hash' });
    const data = record(play);
    expect(data).toMatchObject({ result: '验收不合格，限期整改', reason, minutes: '（文字已依法删除）' });
    expect(data?.['rectifyBy']).toMatch(/^2026年/);
  });
});

describe('the accounts for the notice board', () => {
  const source = (more: object) => ({
    ...{ sourceId: 'household', kind: 'household', plannedFen: DOOR_FEN },
    ...{ receivedFen: DOOR_FEN, spentFen: 1_100_000, refundedFen: 40_000, heldFen: 60_000, ...more },
  });
  const accounts = (play: CofundingPlay, sources = [source({})]) =>
    paperOf('projectAccounts', play, {
      shown: { projectId: 'project', title: '换门', phase: 'settling', outcome: null, nextAt: null, sources },
    });

  it('have each source with what came in, was spent, is left over, went back and is held, and the sums of them', () => {
    const grant = source({
      sourceId: 'old',
      kind: null,
      plannedFen: null,
      receivedFen: 5,
      spentFen: 0,
      refundedFen: 0,
      heldFen: 5,
    });
    expect(accounts(settling(), [source({}), grant])).toMatchObject({
      state: '结算',
      sources: [
        {
          source: '居民自筹',
          planned: '12000.00 元',
          received: '12000.00 元',
          surplus: '1000.00 元',
          held: '600.00 元',
        },
        { source: 'old', planned: '—', received: '0.05 元', spent: '0.00 元', surplus: '0.05 元', held: '0.05 元' },
      ],
      ...{
        received: '12000.05 元',
        spent: '11000.00 元',
        surplus: '1000.05 元',
        refunded: '400.00 元',
        held: '600.05 元',
      },
      payments: [
        { no: '1', purpose: '节点 m1', amount: '4000.00 元' },
        { no: '2', purpose: '节点 m2', amount: '7000.00 元' },
      ],
    });
  });

  it('give a line to what the books took back, so that the payments add up to what was spent', () => {
    const { payments } = accounts(settling(), [source({ spentFen: 400_000 })]) as unknown as {
      payments: { purpose: string; amount: string }[];
    };
    expect(payments.map(({ purpose, amount }) => [purpose, amount])).toEqual([
      ['节点 m1', '4000.00 元'],
      ['节点 m2', '7000.00 元'],
      ['账簿冲正', '-7000.00 元'],
    ]);
  });

  it('say until when there may be objections, once they were published', () => {
    expect(accounts(working())).toMatchObject({ publishedOn: '', deadline: '' });
    expect(accounts(settling())?.['deadline']).toMatch(/^2026年/);
    expect(paperOf('projectAccounts', settling())).toBeNull();
  });
});

/** Pledging on a plan with public money: the street has decided on it, and nobody objected. */
function pledgingWithGrant(plan: PlanInput): CofundingPlay {
  const play = classified(plan);
  play.give(ENGINE, { type: 'recordSplitting', otherFen: 0, processIds: [] });
  play.give(STREET, { type: 'decideGrant', decision: 'approved', reasonText: 'hash' });
  play.waitFor('grantNotice');
  play.give(ENGINE, { type: 'recordSharesPrepared', roll: ROLL, shares: shares() });
  return play;
}
