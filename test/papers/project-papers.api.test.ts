// The papers of a co-funded project over HTTP, from the record to the printed file: what each says is what the API answers about pledges, payers,
// cash and the public page. In order: pledging, collecting, works, accounts.
import { randomUUID } from 'node:crypto';
import { countReceipts } from '../../activities/count-receipts';
import { listRefunds } from '../../activities/list-refunds';
import { postSpending } from '../../activities/post-spending';
import type { PublicProject } from '../../domain/disclosure/public-project';
import type { Role } from '../../domain/process';
import { sayFen } from '../../papers/kinds/disclosure-words';
import { saySource } from '../../papers/kinds/project-words';
import { aCollectingProject } from '../support/a-collecting';
import { activityDeps, anOfficial, aPlannedProject, prepareProject } from '../support/a-pledging';
import { apiWorld, type Person, type World } from '../support/api-world';
import { anActor, ENGINE } from '../support/play';
import { pdfPages, pdfText, readDocx } from '../support/read-paper';
import { recordCommand } from '../support/record-command';
import { asking } from './asking';

let world: World;
let officer: Person;
let secretary: Person;
let clerk: Person;
let member: Person;
let firm: Person;
let stranger: Person;
let { get, printed, refusal, stateOf, read } = {} as ReturnType<typeof asking>;

beforeAll(async () => {
  world = await apiWorld();
  const { s1, c1, e1, e2, u1 } = world.city;
  officer = await world.person([{ role: 'streetOfficer', at: s1 }]);
  secretary = await world.person([{ role: 'communitySecretary', at: c1 }]);
  clerk = await world.person([{ role: 'gridWorker', at: c1 }]);
  member = await world.person([{ role: 'committeeMember', at: e1 }], { ownerId: u1.ownerId });
  firm = await world.person([{ role: 'firmManager', at: e1 }]);
  stranger = await world.person([{ role: 'committeeMember', at: e2 }]);
  ({ get, printed, refusal, stateOf, read } = asking(world, officer));
});
afterAll(() => world.close());

/** As the record has it, without white space. */
const yuan = (fen: number): string => sayFen(fen).replace(' ', '');
const listed = async <T>(path: string, person = officer): Promise<T[]> =>
  ((await get(path, person)).body as { items: T[] }).items;
/** A kind with several copies: text of the PDF, after a check that the docx has the hashes of the same papers. */
async function readCopies(processId: string, kind: string, query = '', person = officer): Promise<string> {
  const text = await pdfText(await printed(processId, kind, { query, person }));
  const docx = readDocx(await printed(processId, kind, { query, person, format: 'docx' }));
  const hashes = [...text.matchAll(/SHA-256：([0-9a-f]{64})/g)].map(([, hash]) => hash ?? '');
  expect(hashes.length).toBeGreaterThan(0);
  for (const hash of hashes) expect(docx.footers).toContain(hash);
  return text;
}
const hashIn = (text: string): string => /SHA-256：([0-9a-f]{64})/.exec(text)?.[1] ?? '';
const verified = async (hash: string) => (await get(`/v1/papers/${hash}`, null)).body as object;
const kindsFor = async (processId: string, person: Person): Promise<string[]> =>
  (await listed<{ kind: string }>(`/v1/processes/${processId}/papers`, person)).map(({ kind }) => kind);

describe('pledge sheets', () => {
  let processId: string;
  beforeAll(async () => {
    processId = await aPlannedProject(world, world.city.e1);
  });
  const toVisit = () =>
    listed<{ rightNo: number; label: string; shareFen: number }>(`/v1/cofundings/${processId}/visits`);

  it('are not printed before the shares are worked out', async () => {
    expect(await refusal(processId, 'pledgeSheet')).toBe('409 paper-not-ready');
    await prepareProject(world, processId);
  });

  it('have the plan, what a pledge binds to, and a line for each household that is still to be visited, with its share', async () => {
    const text = await readCopies(processId, 'pledgeSheet', '', clerk);
    const doors = await toVisit();
    expect(doors.map(({ shareFen }) => shareFen)).toEqual([5_001, 5_000]);
    for (const [line, { rightNo, label, shareFen }] of doors.entries())
      expect(text).toContain(`${line + 1}${rightNo}${label}${yuan(shareFen)}`);
    for (const words of [
      ...['更换单元门', '换一扇单元门', '总费用100.01元', '居民自筹100.01元', '按户均摊', '1号楼', '尚未认筹2户'],
      ...['付款之前可以随时撤回', '第六百五十八条', '一街道办事处的账户', '第1张'],
    ])
      expect(text).toContain(words);
    expect(await pdfPages(await printed(processId, 'pledgeSheet'))).toHaveLength(2);
    expect(await stateOf(processId, 'pledgeSheet')).toMatchObject({ count: 1, hash: null });
  });

  it('no longer list who has pledged, and the sheet of before says so when it is verified', async () => {
    const before = hashIn(await readCopies(processId, 'pledgeSheet'));
    expect(await verified(before)).toMatchObject({ kind: 'pledgeSheet', isCurrent: true });
    const pledge = { commandId: randomUUID(), pledgeId: randomUUID(), rightNo: 1, amountFen: 5_001 };
    await world
      .as(await world.ownerOf(world.city.u1))
      .post(`/v1/cofundings/${processId}/pledges`, pledge)
      .expect(201);
    const text = await readCopies(processId, 'pledgeSheet');
    const [door] = await toVisit();
    expect(text).toContain(`1${door?.rightNo}${door?.label}${yuan(5_000)}`);
    expect(text).toContain('尚未认筹1户');
    expect(text).not.toContain(yuan(5_001));
    expect(await verified(before)).toMatchObject({ isCurrent: false });
  });

  it('are for those who go from door to door, at this estate alone', async () => {
    const [b1, other] = [world.city.b1.id, randomUUID()];
    for (const person of [member, firm])
      expect(await refusal(processId, 'pledgeSheet', '', person)).toBe('403 forbidden');
    expect(await refusal(processId, 'pledgeSheet', '', stranger)).toBe('404 not-found');
    expect(await kindsFor(processId, clerk)).toContain('pledgeSheet');
    expect(await kindsFor(processId, member)).not.toContain('pledgeSheet');
    expect(await readCopies(processId, 'pledgeSheet', `?buildingId=${b1}`)).toContain('1号楼');
    expect(await refusal(processId, 'pledgeSheet', `?buildingId=${other}`)).toBe('409 paper-not-ready');
  });

  it('are not printed while the project stands still, nor once pledging is over', async () => {
    const say = (command: { type: string }) =>
      recordCommand(world, processId, anOfficial('communitySecretary'), {
        ...command,
        reasonText: '查',
        basisText: '条',
      });
    await say({ type: 'suspend', ...{ days: 1 } });
    expect(await refusal(processId, 'pledgeSheet')).toBe('409 paper-not-ready');
    await say({ type: 'resume' });
    expect(await stateOf(processId, 'pledgeSheet')).toMatchObject({ count: 1 });
    await recordCommand(world, processId, ENGINE, { type: 'endPledging' });
    expect(await refusal(processId, 'pledgeSheet')).toBe('409 paper-not-ready');
    expect(await refusal(processId, 'paymentCall')).toBe('409 paper-not-ready');
    expect(await refusal(processId, 'projectAccounts')).toBe('409 paper-not-ready');
  });
});

describe('a project that collects', () => {
  let processId: string;
  beforeAll(async () => {
    processId = await aCollectingProject(world, world.city.e1);
  });
  const base = () => `/v1/cofundings/${processId}`;
  const payers = () =>
    listed<{ rightNo: number; label: string; reference: string; dueFen: number; outstandingFen: number }>(
      `${base()}/payers`,
    );
  const takeCash = async (rightNo: number, amountFen: number, payerName: string | null = null): Promise<string> => {
    const receiptId = randomUUID();
    const entry = { receiptId, rightNo, amountFen, receivedOn: '2026-01-05', payerName };
    await world
      .as(member)
      .post(`${base()}/cash-receipts`, { commandId: randomUUID(), ...entry })
      .expect(201);
    return receiptId;
  };
  const end = (receiptId: string, how: 'confirmation' | 'void', body: object = {}) =>
    world.as(secretary).post(`${base()}/cash-receipts/${receiptId}/${how}`, { commandId: randomUUID(), ...body });
  const receipts = () =>
    listed<{ receiptId: string; receiptNo: number; label: string; amountFen: number; state: string }>(
      `${base()}/cash-receipts`,
    );

  it('calls each household to pay what it pledged, with its code, the holder and the day', async () => {
    const text = await readCopies(processId, 'paymentCall');
    const due = await payers();
    expect(due.map(({ dueFen }) => dueFen)).toEqual([5_001, 5_000]);
    for (const { rightNo, label, reference, dueFen, outstandingFen } of due) {
      const call = await readCopies(processId, 'paymentCall', `?rightNo=${rightNo}`);
      for (const words of [
        label,
        `转账附言：${reference}`,
        `认筹金额：${yuan(dueFen)}`,
        `本次应缴：${yuan(outstandingFen)}`,
      ])
        expect(call).toContain(words);
      expect(text).toContain(reference);
    }
    for (const words of ['伍拾元零壹分', '伍拾元整', '一小区业主委员会', '10日内决定', '业***'])
      expect(text).toContain(words);
    expect(text).not.toContain('业主101');
    expect(await stateOf(processId, 'paymentCall')).toMatchObject({ count: 2 });
    expect(await refusal(processId, 'paymentCall', '?rightNo=9')).toBe('422 payer-not-found');
  });

  it('gives no receipt for cash that one person has counted, one when the second has, and none that is void', async () => {
    const receiptId = await takeCash(1, 5_001, '她女儿');
    const query = `?receiptId=${receiptId}`;
    expect(await refusal(processId, 'cashReceipt', query)).toBe('409 paper-not-ready');
    expect(await refusal(processId, 'cashReceipt')).toBe('409 paper-not-ready');
    expect(await stateOf(processId, 'cashReceipt')).toMatchObject({ count: 0 });
    await end(receiptId, 'confirmation').expect(200);
    const text = await readCopies(processId, 'cashReceipt', query, member);
    const [receipt] = await receipts();
    expect(receipt).toMatchObject({ receiptId, state: 'confirmed' });
    for (const words of [
      `编号：${String(receipt?.receiptNo).padStart(6, '0')}`,
      `今收到：${receipt?.label}业***`,
      `金额：${yuan(receipt?.amountFen ?? 0)}`,
      ...[
        '大写：人民币伍拾元零壹分',
        '由她**代为交付',
        '点收人：业主101',
        '复点人：测试人员',
        '2026年1月5日',
        '更换单元门',
      ],
    ])
      expect(text).toContain(words);
    expect(text).not.toContain('她女儿');
    // Verified without an account, and so without the key that opens the name: the same paper.
    expect(await verified(hashIn(text))).toMatchObject({ part: `receipt:${receiptId}`, isCurrent: true });
    const voided = await takeCash(2, 1);
    await end(voided, 'void', { reasonText: '写错了' }).expect(204);
    expect(await refusal(processId, 'cashReceipt', `?receiptId=${voided}`)).toBe('409 cash-void');
    expect(await refusal(processId, 'cashReceipt', `?receiptId=${randomUUID()}`)).toBe('404 not-found');
    expect(await stateOf(processId, 'cashReceipt')).toMatchObject({ count: 1 });
  });

  it('calls nobody who has paid, and for a part that is left only that', async () => {
    expect(await refusal(processId, 'paymentCall', '?rightNo=1')).toBe('409 paper-not-ready');
    await end(await takeCash(2, 1_000), 'confirmation').expect(200);
    const text = await readCopies(processId, 'paymentCall');
    const left = (await payers()).filter(({ outstandingFen }) => outstandingFen > 0);
    expect(left).toMatchObject([{ rightNo: 2, outstandingFen: 4_000 }]);
    for (const words of ['已缴：10.00元', '本次应缴：40.00元（人民币肆拾元整）']) expect(text).toContain(words);
    expect(await stateOf(processId, 'paymentCall')).toMatchObject({ count: 1 });
    await end(await takeCash(2, 4_000), 'confirmation').expect(200);
    expect(await refusal(processId, 'paymentCall')).toBe('409 paper-not-ready');
    const numbers = [...(await readCopies(processId, 'cashReceipt')).matchAll(/编号：(\d{6})/g)].map(([, no]) => no);
    // The void one keeps its number.
    expect(numbers).toEqual(['000001', '000003', '000004']);
  });

  it('shows receipts and calls to those who may read the books, a firm only those of its own account', async () => {
    for (const kind of ['cashReceipt', 'paymentCall']) {
      expect(await refusal(processId, kind, '', clerk)).toBe('403 forbidden');
      expect(await refusal(processId, kind, '', firm)).toBe('403 holder-not-yours');
      expect(await refusal(processId, kind, '', stranger)).toBe('404 not-found');
    }
    expect(await kindsFor(processId, clerk)).toEqual(['pledgeSheet', 'projectAccounts', 'acceptanceRecord']);
    expect(await kindsFor(processId, member)).toEqual([
      ...['paymentCall', 'cashReceipt', 'projectAccounts', 'acceptanceRecord'],
    ]);
    expect(await kindsFor(processId, firm)).toEqual(['projectAccounts']);
    const escrow = await aCollectingProject(world, world.city.e1, { holder: 'firmEscrow' });
    expect(await kindsFor(escrow, firm)).toEqual(['paymentCall', 'cashReceipt', 'projectAccounts']);
    expect(await readCopies(escrow, 'paymentCall', '?rightNo=1', firm)).toContain('共管专户');
  });

  describe('is built', () => {
    const by = (person: Person, role: Role) => anActor(role, { id: person.accountId });
    const give = (actor: ReturnType<typeof anActor>, command: { type: string; [field: string]: unknown }) =>
      recordCommand(world, processId, actor, command);
    const asMember = (command: { type: string; [field: string]: unknown }) =>
      give(by(member, 'committeeMember'), command);
    const asStreet = (command: { type: string; [field: string]: unknown }) =>
      give(by(officer, 'streetOfficer'), command);
    const machine = (command: { type: string; [field: string]: unknown }) => give(ENGINE, command);

    /** Every source of the project on the paper, as everybody reads it on the public page at this moment. */
    async function expectSame(text: string): Promise<PublicProject> {
      const { body } = await get(`/v1/public/estates/${world.city.e1.id}`, null);
      const project = (body as { projects: PublicProject[] }).projects.find((one) => one.projectId === processId);
      if (!project) throw new Error('not on the public page');
      const sums = [0, 0, 0, 0, 0];
      for (const { sourceId, kind, plannedFen, ...money } of project.sources) {
        const { receivedFen, spentFen, refundedFen, heldFen } = money;
        const figures = [receivedFen, spentFen, receivedFen - spentFen, refundedFen, heldFen];
        figures.forEach((fen, at) => (sums[at] = (sums[at] ?? 0) + fen));
        expect(text).toContain([saySource(kind, sourceId), yuan(plannedFen ?? 0), ...figures.map(yuan)].join(''));
      }
      const [received, spent, surplus, refunded, held] = sums.map(yuan);
      expect(text).toContain(`合计：收款${received}，支出${spent}，结余${surplus}，退款${refunded}，余额${held}。`);
      return project;
    }

    async function payMilestone(milestoneId: string, amountFen: number): Promise<void> {
      const paymentId = randomUUID();
      await asMember({ type: 'reportMilestone', milestoneId, evidenceText: `${milestoneId} 已装好`, attachments: [] });
      const payment = { paymentId, milestoneId, amountFen, invoiceHash: 'ab'.repeat(32), payeeText: '张三门业' };
      await asMember({ type: 'requestPayment', ...payment });
      await give(by(secretary, 'communitySecretary'), { type: 'approvePayment', paymentId });
      await asStreet({ type: 'approvePayment', paymentId });
      const posted = await postSpending(activityDeps(world))({ processId, paymentId, amountFen });
      await machine({ type: 'recordSpendingPosted', paymentId, ...posted });
    }

    it('once a sponsor has paid too: the board says of every source what the public page says', async () => {
      await sponsorPays();
      const received = await countReceipts(activityDeps(world))({ processId });
      await machine({ type: 'recordAllPaid', received });
      await machine({ type: 'recordReceipts', received });
      const text = await read(processId, 'projectAccounts');
      expect((await expectSame(text)).sources.map(({ receivedFen }) => receivedFen)).toEqual([10_001, 5_000]);
      expect(text).toContain('状态：询价签约');
      for (const words of ['业主101', '业***', '她女儿', '101']) expect(text).not.toContain(words);
      expect(await refusal(processId, 'acceptanceRecord')).toBe('409 paper-not-ready');
    });

    it('the payments on the board add up to what was spent, and nobody who was paid is named', async () => {
      const quoteId = randomUUID();
      const quote = { quoteId, bidder: '91370202MA3C4D5E6F', amountFen: 14_000, documentHash: 'cd'.repeat(32) };
      await asMember({ type: 'addQuote', ...quote, isRelated: false });
      await asMember({
        ...{ type: 'signContract', quoteId, documentHash: 'ef'.repeat(32), reasonText: '最低价' },
        fewQuotesText: '只有一家应价',
        milestones: [
          { milestoneId: 'frame', amountFen: 4_000, dueOn: '2027-06-01' },
          { milestoneId: 'door', amountFen: 10_000, dueOn: '2027-07-01' },
        ],
      });
      await payMilestone('frame', 4_000);
      await payMilestone('door', 10_000);
      const text = await read(processId, 'projectAccounts');
      const { sources } = await expectSame(text);
      expect(sources.reduce((sum, { spentFen }) => sum + spentFen, 0)).toBe(14_000);
      for (const words of ['1节点frame40.00元', '2节点door100.00元', '结余10.01元']) expect(text).toContain(words);
      for (const words of ['张三', '账簿冲正']) expect(text).not.toContain(words);
    });

    it('the record of acceptance says what was fitted by which contract, who looked at it, and what came of it', async () => {
      const look = (isAccepted: boolean, minutesText: string) =>
        give(by(secretary, 'communitySecretary'), {
          ...{ type: 'recordAcceptance', isAccepted, minutesText },
          representativeIds: [world.city.u1.ownerId, world.city.u2.ownerId],
        });
      await asMember({ type: 'finishWorks', evidenceText: '新门已启用', attachments: [] });
      expect(await refusal(processId, 'acceptanceRecord')).toBe('409 paper-not-ready');
      await look(false, '闭门器异响');
      const failed = await read(processId, 'acceptanceRecord');
      for (const words of ['验收不合格，限期整改', '闭门器异响', '整改期限：']) expect(failed).toContain(words);
      await asMember({ type: 'finishWorks', evidenceText: '闭门器已换', attachments: [] });
      await look(true, '开关顺畅');
      await asStreet({ type: 'confirmAcceptance', isAccepted: true, reasonText: '资料齐全' });
      const text = await read(processId, 'acceptanceRecord');
      const events = await listed<{ type: string; payload: Record<string, unknown> }>(
        `/v1/processes/${processId}/events?limit=100`,
      );
      const minutes = events.findLast(({ type }) => type === 'acceptanceRecorded')?.payload['minutesText'];
      for (const words of [
        ...['更换单元门', '换一扇单元门', '91370202MA3C4D5E6F', '合同总额：140.00元', 'ef'.repeat(32)],
        ...['frame40.00元2027年6月1日', 'door100.00元2027年7月1日', 'door已装好', '闭门器已换', '记录人：测试人员'],
        ...['1业***', '2业***', '开关顺畅', `意见文字摘要SHA-256：${String(minutes)}`, '验收合格', '资料齐全'],
      ])
        expect(text).toContain(words);
      for (const words of ['业主101', '闭门器异响', '整改期限']) expect(text).not.toContain(words);
      expect(await refusal(processId, 'acceptanceRecord', '', firm)).toBe('403 forbidden');
    });

    it('the surplus goes back, and board and public page say the same to the last fen', async () => {
      await asMember({ type: 'publishAccounts', boardPhoto: 'ab'.repeat(32), noteText: '已张贴' });
      expect(await read(processId, 'projectAccounts')).toContain('有异议的，请于');
      await machine({ type: 'endAccountsNotice' });
      const asked = await listRefunds(activityDeps(world))({ processId, of: 'surplus' });
      expect(asked.totalFen).toBe(1_001);
      await machine({ type: 'recordRefundsListed', ...asked });
      const estate = `/v1/estates/${world.city.e1.id}`;
      for (const { refundId } of await listed<{ refundId: string }>(`${estate}/refunds?processId=${processId}`))
        for (const person of [member, secretary])
          await world
            .as(person)
            .post(`${estate}/refunds/${refundId}/payment`, { commandId: randomUUID(), paidOn: '2026-01-06' })
            .expect(200);
      const text = await pdfText(await printed(processId, 'projectAccounts', { person: firm }));
      const { sources } = await expectSame(text);
      expect(sources.map(({ heldFen }) => heldFen)).toEqual([0, 0]);
      expect(text).toContain('结余10.01元，退款10.01元，余额0.00元');
    });

    async function sponsorPays(): Promise<void> {
      const estate = `/v1/estates/${world.city.e1.id}`;
      const query = new URLSearchParams({ commandId: randomUUID(), holder: 'committee', format: 'csv' }).toString();
      const { body } = await world
        .as(member)
        .post(`${estate}/bank-statements?${query}`)
        .set('Content-Type', 'text/csv')
        .send('交易日期,收入,流水号\n2026-01-05,50.00,sponsor-1')
        .expect(201);
      const { importId } = body as { importId: string };
      await world
        .as(member)
        .post(`${estate}/bank-statements/${importId}/commit`, { commandId: randomUUID() })
        .expect(200);
      const [waiting] = await listed<{ moneyId: string }>(`${estate}/waiting-money`, member);
      await world
        .as(member)
        .post(`${estate}/money/${waiting?.moneyId}/match`, {
          ...{ commandId: randomUUID(), processId, to: { kind: 'source', sourceId: 'sponsor' } },
        })
        .expect(200);
    }
  });
});
