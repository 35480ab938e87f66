// Common revenue, statements and the public page over HTTP and on the record. Figures are worked out a second time from the entries of the ledger.
import { randomUUID } from 'node:crypto';
import { localDateOf, addMs, DAY_MS } from '../../domain/calendar/instant';
import { civilCalendar } from '../../domain/calendar/tables';
import { fundFigures, type StatementBody } from '../../domain/disclosure/figures';
import { periodAt } from '../../domain/disclosure/periods';
import { readFundRows } from '../../store/disclosure/figures';
import type { AccountRef } from '../../domain/ledger/accounts';
import { post } from '../../store/ledger/post';
import { reverse } from '../../store/ledger/reverse';
import { inTransaction } from '../../store/transaction';
import { draftStatement, statementHash } from '../../store/disclosure/statements';
import { asking } from '../papers/asking';
import { aPhoto, anMp3 } from '../attachments/files';
import { apiWorld, type Person, type World } from '../support/api-world';
import { aYesNoItem } from '../support/build';
import { disclosureOnRecord } from './on-record';

let world: World;
let member: Person;
let secondMember: Person;
let secretary: Person;
let officer: Person;
let today: string;
beforeAll(async () => {
  world = await apiWorld();
  const { e1, c1, s1 } = world.city;
  member = await world.person([{ role: 'committeeMember', at: e1 }]);
  secondMember = await world.person([{ role: 'committeeMember', at: e1 }]);
  secretary = await world.person([{ role: 'communitySecretary', at: c1 }]);
  officer = await world.person([{ role: 'streetOfficer', at: s1 }]);
  today = localDateOf((await world.deps.time.now()).toISOString());
});
afterAll(() => world.close());

const refusalOf = ({ body, status }: { status: number; body: { code?: string } }) => `${status} ${body.code ?? ''}`;
const ofEstate = (path: string, estate = world.city.e1) => `/v1/estates/${estate.id}/${path}`;

const income = (more: object = {}, who = member, estate = world.city.e1) =>
  world.as(who).post(ofEstate('common-income', estate), {
    ...{ commandId: randomUUID(), incomeId: randomUUID(), category: 'parking', amountFen: 100_000 },
    ...{ happenedOn: today, noteText: '临停收费' },
    ...more,
  });

/** Proposed by the first member. */
async function proposed(more: object = {}): Promise<string> {
  const spendingId = randomUUID();
  await world
    .as(member)
    .post(ofEstate('common-spending'), {
      ...{ commandId: randomUUID(), spendingId, fund: 'commonIncome', purpose: 'repair', amountFen: 30_000 },
      ...{ payeeText: '某某五金店', reasonText: '更换楼道灯' },
      ...more,
    })
    .expect(201);
  return spendingId;
}
const approve = (spendingId: string, who: Person) =>
  world.as(who).post(ofEstate(`common-spending/${spendingId}/approvals`), { commandId: randomUUID() });
const pay = (spendingId: string, more: object = {}) =>
  world
    .as(member)
    .post(ofEstate(`common-spending/${spendingId}/payment`), { commandId: randomUUID(), happenedOn: today, ...more });
async function approved(more: object = {}): Promise<string> {
  const spendingId = await proposed(more);
  await approve(spendingId, secondMember).expect(201);
  await approve(spendingId, secretary).expect(201);
  return spendingId;
}
const revenue = async (who = member) =>
  (await world.as(who).get(ofEstate('common-revenue')).expect(200)).body as {
    funds: { fund: string; heldFen: number }[];
    income: { category: string; amountFen: number }[];
    spending: { spendingId: string; approvals: number; paidOn: string | null }[];
  };
const heldFen = async () => (await revenue()).funds.find(({ fund }) => fund === 'commonIncome')?.heldFen;

/** What the books say, read without any of our own reads: every entry of the estate's own funds up to and with a day. */
async function entriesOf(estateId: string, kind: string, from: string | null, until: string): Promise<number> {
  const { rows } = await world.db.pool.query<{ sum: string }>(
    `select coalesce(sum(amount_fen), 0)::text as sum from ledger_entry
     where account_id in (select id from ledger_account where estate_id = $1 and project_id is null and kind = $2 and source = 'commonIncome')
       and transaction_id in (select id from ledger_transaction where happened_on < $3::date and ($4::date is null or happened_on >= $4::date))`,
    [estateId, kind, until, from],
  );
  return Number(rows[0]?.sum);
}

describe('common revenue', () => {
  it('comes in by category, once for each command however often it is sent', async () => {
    const before = (await heldFen()) ?? 0;
    const sent = { commandId: randomUUID(), incomeId: randomUUID(), amountFen: 12_345, category: 'advertising' };
    const [first, again] = [await income(sent).expect(201), await income(sent).expect(201)];
    expect(again.body).toEqual(first.body);
    expect(await heldFen()).toBe(before + 12_345);
    expect((await revenue()).income).toContainEqual({ category: 'advertising', amountFen: 12_345 });
  });

  it('is refused for a day to come, with parts of a fen, of nothing, under a used id, and from outside', async () => {
    const tomorrow = localDateOf(addMs((await world.deps.time.now()).toISOString(), DAY_MS));
    expect(refusalOf(await income({ happenedOn: tomorrow }))).toBe('422 day-in-future');
    expect(refusalOf(await income({ amountFen: 10.005 }))).toBe('400 malformed-request');
    expect(refusalOf(await income({ amountFen: 0 }))).toBe('400 malformed-request');
    const incomeId = randomUUID();
    await income({ incomeId }).expect(201);
    expect(refusalOf(await income({ incomeId }))).toBe('409 id-already-used');
    expect(refusalOf(await income({}, member, world.city.e2))).toBe('404 not-found');
    expect(refusalOf(await income({}, await world.ownerOf(world.city.u1)))).toBe('403 forbidden');
  });
});

describe('a spending', () => {
  it('is approved by two others than who proposed it, and paid once', async () => {
    await income();
    const spendingId = await proposed();
    expect(refusalOf(await pay(spendingId))).toBe('422 common-spending-unapproved');
    expect(refusalOf(await approve(spendingId, member))).toBe('422 own-spending');
    await approve(spendingId, secondMember).expect(201);
    expect(refusalOf(await approve(spendingId, secondMember))).toBe('409 spending-already-approved');
    expect(refusalOf(await pay(spendingId))).toBe('422 common-spending-unapproved');
    await approve(spendingId, officer).expect(201);
    const before = (await heldFen()) ?? 0;
    const commandId = randomUUID();
    const [paid, again] = [await pay(spendingId, { commandId }).expect(201), await pay(spendingId, { commandId })];
    expect([again.status, again.body]).toEqual([201, paid.body]);
    expect(await heldFen()).toBe(before - 30_000);
    expect(refusalOf(await pay(spendingId))).toBe('409 common-spending-paid');
    expect(refusalOf(await approve(spendingId, secretary))).toBe('409 common-spending-paid');
    expect((await revenue()).spending.find((one) => one.spendingId === spendingId)).toMatchObject({
      ...{ approvals: 2, paidOn: today },
    });
  });

  it('is paid once when two people press at the same moment', async () => {
    await income();
    const spendingId = await approved();
    const before = (await heldFen()) ?? 0;
    const answers = await Promise.all([pay(spendingId), pay(spendingId), pay(spendingId)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(await heldFen()).toBe(before - 30_000);
  });

  it('is for the estate only: neither for another estate nor for the community', async () => {
    const { e2, c1, b1 } = world.city;
    for (const at of [e2, c1]) {
      const spendingId = randomUUID();
      const answer = await world.as(member).post(ofEstate('common-spending'), {
        ...{ commandId: randomUUID(), spendingId, fund: 'feeSurplus', purpose: 'activity', amountFen: 1 },
        ...{ payeeText: '收款人', reasonText: '活动', forPlaceId: at.id },
      });
      expect(refusalOf(answer)).toBe('422 spending-outside-estate');
    }
    await proposed({ forPlaceId: b1.id });
  });

  it('is refused when more is to go out than is held, of either fund', async () => {
    const held = (await heldFen()) ?? 0;
    expect(refusalOf(await pay(await approved({ amountFen: Math.min(held + 1, 1_000_000) })))).toContain(
      'not-enough-held',
    );
    expect(refusalOf(await pay(await approved({ fund: 'feeSurplus', amountFen: 1 })))).toContain('not-enough-held');
    expect(await heldFen()).toBe(held);
  });

  it('above the limit needs an item of a certified vote of all owners, and an item serves once', async () => {
    await income({ amountFen: 5_000_000 });
    const big = { amountFen: 1_000_001 };
    expect(refusalOf(await pay(await approved(big)))).toBe('422 common-vote-needed');
    await pay(await approved({ amountFen: 1_000_000 })).expect(201);
    const voteId = randomUUID();
    const scope = { kind: 'estate', placeId: world.city.e1.id };
    await world
      .as(officer)
      .post(ofEstate('votes'), { commandId: randomUUID(), voteId, scope, agenda: [aYesNoItem()] })
      .expect(201);
    const vote = { voteId, itemId: 'spend' };
    const spendingId = await approved({ ...big, vote });
    // Launched is not certified.
    expect(refusalOf(await pay(spendingId))).toBe('422 common-vote-needed');
    await certify(voteId, 'rejected');
    expect(refusalOf(await pay(spendingId))).toBe('422 common-vote-needed');
    await certify(voteId, 'passed', true);
    expect(refusalOf(await pay(spendingId))).toBe('422 common-vote-needed');
    await certify(voteId, 'passed');
    await pay(spendingId).expect(201);
    expect(refusalOf(await pay(await approved({ ...big, vote })))).toBe('409 common-vote-used');
  });

  it('of another estate is not found', async () => {
    const spendingId = await proposed();
    const { e2 } = world.city;
    const stranger = await world.person([{ role: 'committeeMember', at: e2 }]);
    const path = ofEstate(`common-spending/${spendingId}/approvals`, e2);
    expect(refusalOf(await world.as(stranger).post(path, { commandId: randomUUID() }))).toBe('404 not-found');
  });
});

/** The view of a vote as its certified result leaves it. */
const certify = (voteId: string, outcome: string, isContested = false) =>
  world.db.pool.query(
    `update process_view set phase = 'certified', outcome = $2, state = jsonb_set(jsonb_set(state, '{core,isContested}', to_jsonb($3::boolean)),
       '{core,proof}', jsonb_build_object('binding', jsonb_build_object('items',
         jsonb_build_array(jsonb_build_object('itemId', 'spend', 'kind', 'yesNo', 'outcome', $2::text)))))
     where process_id = $1`,
    [voteId, outcome, isContested],
  );

describe('a statement', () => {
  it('says what the entries of the ledger add up to, for the period and before it', async () => {
    const estate = world.city.e1;
    const { period, draft, no, id } = await disclosureOnRecord(world, estate);
    const [from, until] = [localDateOf(period.from), localDateOf(period.until)];
    const inside = localDateOf(addMs(period.until, -5 * DAY_MS));
    const earlier = localDateOf(addMs(period.from, -1));
    await income({ happenedOn: inside, amountFen: 41_001, category: 'venue' }).expect(201);
    await income({ happenedOn: inside, amountFen: 9 }).expect(201);
    await income({ happenedOn: earlier, amountFen: 700_000, category: 'other' }).expect(201);
    await pay(await approved({ amountFen: 1_003, purpose: 'audit' }), { happenedOn: inside }).expect(201);
    const sha256 = await draft();
    const { body } = await world.as(member).get(`/v1/disclosures/${id}/statements/${sha256}`).expect(200);
    const statement = (body as { body: StatementBody }).body;
    expect(statementHash(statement)).toBe(sha256);
    expect(statement).toMatchObject({ no, version: 1, estateId: estate.id });
    const [common] = statement.funds;
    expect(common).toMatchObject({
      openingFen: await entriesOf(estate.id, 'held', null, from),
      closingFen: await entriesOf(estate.id, 'held', null, until),
      income: [
        { category: 'parking', fen: 9 },
        { category: 'venue', fen: 41_001 },
      ],
      spent: [{ category: 'audit', fen: 1_003 }],
    });
    expect(-(await entriesOf(estate.id, 'income', from, until))).toBe(41_010);
    expect(await entriesOf(estate.id, 'spent', from, until)).toBe(1_003);
  });

  it('counts a reversal on its own day, in the category of what it takes back, and lists what projects moved', async () => {
    const { c2, e3 } = world.city;
    const { period, draft, id, play, street, store } = await disclosureOnRecord(world, e3);
    const local = await world.person([{ role: 'communitySecretary', at: c2 }]);
    const inside = localDateOf(addMs(period.until, -2 * DAY_MS));
    await income({ happenedOn: inside, amountFen: 900, category: 'venue' }, local, e3).expect(201);
    const { body: wrong } = await income({ happenedOn: inside, amountFen: 100, category: 'advertising' }, local, e3);
    const projectId = randomUUID();
    const at = await world.deps.time.now();
    const to = (source: string, kind: AccountRef['kind'], project: string | null, payer: string | null = null) => ({
      ...{ estateId: e3.id, projectId: project, source, kind, payer },
    });
    await inTransaction(world.db.pool, async (tx) => {
      const { transactionId } = wrong as { transactionId: string };
      const why = { businessKey: `test:reverse:${transactionId}`, reasonText: 'ab'.repeat(32) };
      await reverse(tx, { ...why, transactionId, byAccounts: [local.accountId], at });
      await post(tx, {
        ...{ businessKey: `test:grant:${projectId}`, kind: 'incomeGrant', estateId: e3.id, happenedOn: inside, at },
        ...{ processId: projectId, byAccounts: [], documentHash: null },
        entries: [
          { account: to('commonIncome', 'granted', null), amountFen: 300n },
          { account: to('commonIncome', 'held', null), amountFen: -300n },
          { account: to('commonIncome', 'held', projectId), amountFen: 300n },
          { account: to('commonIncome', 'received', projectId, `account:${randomUUID()}`), amountFen: -300n },
        ],
      });
    });
    const sha256 = await draft();
    const { body } = await world.as(local).get(`/v1/disclosures/${id}/statements/${sha256}`).expect(200);
    const { funds, projects } = (body as { body: StatementBody }).body;
    expect(funds[0]).toMatchObject({
      income: [
        { category: 'advertising', fen: 100 },
        { category: 'venue', fen: 900 },
      ],
      ...{ openingFen: 0, grantedFen: 300, closingFen: 700 },
    });
    // It was taken back today: the period that is running has it.
    const running = periodAt('quarter', at.toISOString(), civilCalendar());
    const rows = await inTransaction(world.db.pool, (tx) => readFundRows(tx, e3.id, running));
    expect(fundFigures(rows, null)[0]).toMatchObject({
      ...{ openingFen: 700, income: [{ category: 'advertising', fen: -100 }], closingFen: 600 },
    });
    expect(projects).toEqual([{ projectId, receivedFen: 300, spentFen: 0, refundedFen: 0, heldFen: 300 }]);
    play.give(street, { type: 'endDisclosure', reasonText: 'hash', basisText: 'hash' });
    await store();
  });

  it('is frozen once: what is posted afterwards is in no version of before, and twice done is once', async () => {
    const { period, draft, id, play, member: drafter } = await disclosureOnRecord(world, world.city.e2);
    const local = await world.person([{ role: 'committeeMember', at: world.city.e2 }]);
    const inside = localDateOf(addMs(period.until, -2 * DAY_MS));
    await income({ happenedOn: inside, amountFen: 500 }, local, world.city.e2).expect(201);
    const sha256 = await draft();
    await income({ happenedOn: inside, amountFen: 77 }, local, world.city.e2).expect(201);
    const again = { disclosureId: id, estateId: world.city.e2.id, version: 1, period };
    expect(await draftStatement(world.db.pool, again, new Date(play.now))).toEqual({ sha256 });
    const { body } = await world.as(local).get(`/v1/disclosures/${id}/statements/${sha256}`).expect(200);
    expect((body as { body: StatementBody }).body.funds[0]).toMatchObject({ closingFen: 500 });
    expect(drafter).toBeDefined();
    const row = 'update disclosure_statement set version = 9 where process_id = $1';
    await expect(world.db.pool.query(row, [id])).rejects.toThrow('permission denied');
  });

  it('is shown to owners once it is published, and not before', async () => {
    const { id, draft, publish } = await disclosureOnRecord(world, world.city.e3);
    const { c2, e3 } = world.city;
    const owner = await world.person([{ role: 'resident', at: e3 }]);
    const clerk = await world.person([{ role: 'communitySecretary', at: c2 }]);
    const sha256 = await draft();
    const path = `/v1/disclosures/${id}/statements/${sha256}`;
    expect(refusalOf(await world.as(owner).get(path))).toBe('404 not-found');
    expect((await world.as(clerk).get(path).expect(200)).body).toMatchObject({ isPublished: false });
    await publish(sha256);
    expect((await world.as(owner).get(path).expect(200)).body).toMatchObject({ isPublished: true });
    expect(refusalOf(await world.as(owner).get(`/v1/disclosures/${id}/statements/${'0'.repeat(64)}`))).toBe(
      '404 not-found',
    );
  });

  it('says what was booked into earlier periods after they had been published', async () => {
    const { e4 } = world.city;
    const { period, draft, publish, post, play, store, member: drafter, no } = await disclosureOnRecord(world, e4);
    const local = await world.person([{ role: 'committeeMember', at: e4 }]);
    const inside = localDateOf(addMs(period.until, -2 * DAY_MS));
    await income({ happenedOn: inside, amountFen: 500 }, local, e4).expect(201);
    await publish(await draft());
    await post();
    await income({ happenedOn: inside, amountFen: 33 }, local, e4).expect(201);
    play.waitFor('period');
    play.give(drafter, { type: 'draftStatement', no: no + 1 });
    await store();
    const effect = play.definition.effect(play.state.core, play.policy) as unknown as Parameters<
      typeof draftStatement
    >[1];
    const { sha256 } = await draftStatement(world.db.pool, effect, new Date(play.now));
    const { rows } = await world.db.pool.query<{ body: StatementBody }>(
      'select body from disclosure_statement where sha256 = $1',
      [sha256],
    );
    expect(rows[0]?.body.funds[0]).toMatchObject({ carriedFen: 500, openingFen: 533, lateFen: 33 });
  });
});

describe('a disclosure', () => {
  it('is launched by street or community, once for an estate', async () => {
    const { e4 } = world.city;
    const launched = (who: Person, estate: { id: string }) =>
      world
        .as(who)
        .post(`/v1/estates/${estate.id}/disclosures`, { commandId: randomUUID(), disclosureId: randomUUID() });
    const other = await world.person([{ role: 'streetOfficer', at: world.city.s2 }]);
    expect(refusalOf(await launched(other, e4))).toBe('409 already-running');
    expect(refusalOf(await launched(officer, e4))).toBe('404 not-found');
    expect(refusalOf(await launched(member, world.city.e1))).toBe('403 forbidden');
  });

  it('takes photos of the board as evidence, which neighbours may look at; unknown files and recordings are refused', async () => {
    const { rows } = await world.db.pool.query<{ id: string }>(
      `select process_id as id from process_view where kind = 'disclosure' and place_id = $1`,
      [world.city.e1.id],
    );
    const board = (attachments: string[]) =>
      world.as(member).post(`/v1/disclosures/${rows[0]?.id}/commands`, {
        ...{ commandId: randomUUID(), command: { type: 'recordBoard', no: 1, attachments } },
      });
    expect(refusalOf(await board(['a'.repeat(64)]))).toBe('422 attachment-unknown');
    const upload = async (kind: 'photo' | 'voice', file: Buffer) => {
      const { body } = await world
        .as(member)
        .post(`/v1/attachments?commandId=${randomUUID()}&kind=${kind}`)
        .set('Content-Type', 'application/octet-stream')
        .send(file)
        .expect(201);
      return (body as { sha256: string }).sha256;
    };
    expect(refusalOf(await board([await upload('voice', anMp3())]))).toBe('422 board-needs-photo');
    // A photo goes on to the process, whose engine is away here.
    const photo = await upload('photo', await aPhoto());
    expect(refusalOf(await board([photo]))).toBe('503 unavailable');
    const neighbour = await world.ownerOf(world.city.u1);
    const { body } = await world.as(neighbour).get(`/v1/problems/${rows[0]?.id}/attachments`).expect(200);
    const { items } = body as { items: { attachmentId: string; sha256: string }[] };
    expect(items.map(({ sha256 }) => sha256)).toEqual([photo]);
    await world.as(neighbour).get(`/v1/attachments/${items[0]?.attachmentId}`).expect(200);
  });
});

describe('the paper for the board', () => {
  it('prints every version on display with its hash, as PDF and docx', async () => {
    const clerk = await world.person([{ role: 'streetOfficer', at: world.city.s2 }]);
    const { rows } = await world.db.pool.query<{ id: string; sha256: string }>(
      `select process_id as id, state #>> '{core,publications,0,sha256}' as sha256 from process_view
       where kind = 'disclosure' and place_id = $1`,
      [world.city.e4.id],
    );
    const [{ id = '', sha256 = '' } = {}] = rows;
    const { read } = asking(world, clerk);
    const printed = await read(id, 'disclosureStatement');
    for (const words of ['公共收益收支公示', '期末余额', '5.00元', sha256]) expect(printed).toContain(words);
  });

  it('is not ready before anything was published', async () => {
    const { refusal } = asking(world, officer);
    const { rows } = await world.db.pool.query<{ id: string }>(
      `select process_id as id from process_view where kind = 'disclosure' and place_id = $1`,
      [world.city.e2.id],
    );
    expect(await refusal(rows[0]?.id ?? '', 'disclosureStatement')).toBe('409 paper-not-ready');
  });
});
