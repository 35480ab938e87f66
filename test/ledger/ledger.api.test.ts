// The ledger as those see it who keep it: accounts, statements, trial balance and files at any instant; and two people to take a transaction back.
import { randomUUID } from 'node:crypto';
import { accountIdOf } from '../../store/ledger/write';
import { readHeld } from '../../store/ledger/balances';
import { apiWorld, type Person, type World } from '../support/api-world';
import {
  account,
  anIncome,
  aPayer,
  aPosting,
  aReceipt,
  aSpending,
  atMinute,
  lines,
  OWN,
  posted,
  type Estate,
} from './a-ledger';

let world: World;
let treasurer: Person, secretary: Person, auditor: Person;
let estate: Estate;
beforeAll(async () => {
  world = await apiWorld();
  const { e1, c1, s1 } = world.city;
  treasurer = await world.person([{ role: 'committeeMember', at: e1 }]);
  secretary = await world.person([{ role: 'communitySecretary', at: c1 }]);
  auditor = await world.person([{ role: 'auditor', at: s1 }]);
});
afterAll(() => world.close());
beforeEach(() => {
  estate = { estateId: world.city.e1.id, projectId: randomUUID() };
});

const ofEstate = (rest: string) => `/v1/estates/${estate.estateId}/${rest}`;
const ofAccounts = (more = '') => ofEstate(`ledger/accounts?projectId=${estate.projectId}${more}`);
const heldFen = async () => Number((await readHeld(world.db.pool, estate.projectId))['household'] ?? 0n);
const ask = (person: Person, transactionId: string, more: object = {}) =>
  world.as(person).post(`/v1/ledger-transactions/${transactionId}/reversal`, {
    ...{ commandId: randomUUID(), requestId: randomUUID(), reasonText: '重复入账' },
    ...more,
  });
const decide = (person: Person, transactionId: string, requestId: string, decision = 'confirmed') =>
  world.as(person).post(`/v1/ledger-transactions/${transactionId}/reversal/decision`, {
    ...{ commandId: randomUUID(), requestId, decision },
  });
const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];
const asked = async (person: Person, transactionId: string): Promise<string> =>
  ((await ask(person, transactionId).expect(201)).body as { requestId: string }).requestId;

describe('accounts, statement and trial balance', () => {
  let payer: string;
  beforeEach(async () => {
    payer = aPayer();
    await posted(world.db, aReceipt(estate, 1234, payer, { at: atMinute(1) }));
    await posted(world.db, aSpending(estate, 234, { at: atMinute(2) }));
  });

  it('are told in whole fen, now and as they stood before the spending', async () => {
    const { body: now } = await world.as(auditor).get(ofAccounts()).expect(200);
    expect(now.items).toMatchObject([
      { kind: 'held', balanceFen: 1000, entryCount: 2, purpose: 'project', payer: null },
      { kind: 'received', balanceFen: -1234, payer },
      { kind: 'spent', balanceFen: 234 },
    ]);
    const at = atMinute(1).toISOString();
    const { body: then } = await world
      .as(auditor)
      .get(ofAccounts(`&at=${at}`))
      .expect(200);
    expect(then.items).toMatchObject([{ balanceFen: 1234 }, { balanceFen: -1234 }]);
    const [held] = now.items as [{ accountId: string }];
    const statement = `/v1/ledger-accounts/${held.accountId}/statement`;
    const { body: first } = await world.as(treasurer).get(`${statement}?limit=1`).expect(200);
    expect(first).toMatchObject({
      account: { balanceFen: 1000 },
      items: [{ entryNo: 2, transactionKind: 'spending', amountFen: -234, balanceAfterFen: 1000 }],
    });
    const { body: second } = await world
      .as(treasurer)
      .get(`${statement}?limit=1&cursor=${first.nextCursor}`)
      .expect(200);
    expect(second).toMatchObject({ items: [{ entryNo: 1, balanceAfterFen: 1234 }], nextCursor: null });
    const { body: before } = await world.as(treasurer).get(`${statement}?at=${at}`).expect(200);
    expect(before).toMatchObject({ account: { balanceFen: 1234, entryCount: 1 }, items: [{ entryNo: 1 }] });
  });

  it('balance, and the file says the same as the answer', async () => {
    const { body } = await world.as(secretary).get(ofEstate('trial-balance')).expect(200);
    expect(body.isBalanced).toBe(true);
    expect(body.debitFen).toBe(body.creditFen);
    const { text } = await world.as(secretary).get(ofEstate('trial-balance/file?format=csv')).expect(200);
    const total = `合计,,,,${body.debitFen / 100},${body.creditFen / 100}`;
    expect(text.trim().split('\r\n').at(-1)).toBe(total);
  });

  it('come as files for accounting suites, with debit and credit apart, and no cell that a spreadsheet would run', async () => {
    const { text: accounts } = await world
      .as(treasurer)
      .get(ofAccounts('').replace('?', '/file?format=csv&'))
      .expect(200);
    const lines = accounts.trim().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines.slice(1).join('\n')).not.toMatch(/(^|,)[=+@-]/m);
    expect(lines[1]).toContain(',在管资金,,专款专用于本项目,10,,2');
    expect(lines[2]).toContain(`,${payer},专款专用于本项目,,12.34,1`);
    const held = accountIdOf(account(estate, 'held'));
    const { text: statement } = await world.as(treasurer).get(`/v1/ledger-accounts/${held}/statement/file?format=csv`);
    expect(statement).toContain('支出,,2.34,10,,');
    const days = 'from=2026-11-23&to=2026-11-23';
    const { text: journal } = await world
      .as(treasurer)
      .get(ofEstate(`ledger/journal/file?${days}&format=csv`))
      .expect(200);
    expect(journal.split('\r\n').filter((line) => line.includes(estate.projectId))).toHaveLength(4);
    const workbook = await world.as(treasurer).get(ofEstate('trial-balance/file')).responseType('blob').expect(200);
    expect((workbook.body as Buffer).subarray(0, 2).toString()).toBe('PK');
  });

  it('are not for residents, owners and the firm, since they name payers', async () => {
    const { e1, u1 } = world.city;
    const others = [await world.ownerOf(u1), await world.person([{ role: 'resident', at: e1 }])];
    others.push(await world.person([{ role: 'firmManager', at: e1 }]));
    const held = accountIdOf(account(estate, 'held'));
    for (const other of others)
      for (const path of [ofAccounts(), ofEstate('trial-balance'), `/v1/ledger-accounts/${held}/statement`])
        expect(codeOf(await world.as(other).get(path))).toEqual([403, 'forbidden']);
    const elsewhere = await world.person([{ role: 'committeeMember', at: world.city.e2 }]);
    expect(codeOf(await world.as(elsewhere).get(`/v1/ledger-accounts/${held}/statement`))).toEqual([404, 'not-found']);
  });

  it('of a place that is no estate, or of days in the wrong order, are refused', async () => {
    const { c1 } = world.city;
    expect(codeOf(await world.as(secretary).get(`/v1/estates/${c1.id}/trial-balance`))).toEqual([422, 'not-an-estate']);
    const days = 'ledger/journal/file?from=2026-11-24&to=2026-11-23';
    expect(codeOf(await world.as(secretary).get(ofEstate(days)))).toEqual([422, 'period-refused']);
  });
});

describe('taking a transaction back', () => {
  /** Everything that was paid is spent. */
  const spent = async () => {
    await posted(world.db, aReceipt(estate, 500));
    return posted(world.db, aSpending(estate, 500));
  };

  it('needs two people: one asks with a reason, another confirms, and both are on record', async () => {
    const { transactionId } = await spent();
    const requestId = await asked(treasurer, transactionId);
    expect(await heldFen()).toBe(0);
    expect(codeOf(await decide(treasurer, transactionId, requestId))).toEqual([409, 'reversal-needs-another']);
    const { body } = await decide(secretary, transactionId, requestId).expect(200);
    expect(await heldFen()).toBe(500);
    const { body: back } = await world.as(auditor).get(`/v1/ledger-transactions/${body.reversalId}`).expect(200);
    expect(back).toMatchObject({
      ...{ kind: 'reversal', reversesId: transactionId, reasonText: '重复入账' },
      byAccounts: [treasurer.accountId, secretary.accountId],
    });
    const { body: original } = await world.as(auditor).get(`/v1/ledger-transactions/${transactionId}`).expect(200);
    expect(original).toMatchObject({
      reversedById: body.reversalId,
      entries: [
        { kind: 'spent', amountFen: 500 },
        { kind: 'held', amountFen: -500 },
      ],
      reversals: [{ requestId, decision: 'confirmed', askedBy: treasurer.accountId, decidedBy: secretary.accountId }],
    });
  });

  it('sent again is answered again and happens once; decided, it is not decided anew', async () => {
    const { transactionId } = await spent();
    const body = { commandId: randomUUID(), requestId: randomUUID() };
    for (const _ of [1, 2]) await ask(treasurer, transactionId, body).expect(201);
    const path = `/v1/ledger-transactions/${transactionId}/reversal/decision`;
    const decision = { commandId: randomUUID(), requestId: body.requestId, decision: 'confirmed' };
    const [first, second] = [
      await world.as(secretary).post(path, decision).expect(200),
      await world.as(secretary).post(path, decision).expect(200),
    ];
    expect(second.body).toEqual(first.body);
    expect(codeOf(await decide(secretary, transactionId, body.requestId, 'declined'))).toEqual([
      409,
      'reversal-decided',
    ]);
    expect(codeOf(await ask(treasurer, transactionId))).toEqual([409, 'already-reversed']);
    expect(codeOf(await ask(treasurer, first.body.reversalId as string))).toEqual([409, 'reversal-not-reversible']);
    expect(await heldFen()).toBe(500);
  });

  it('waits once at a time, in the list of the estate; declined, it may be asked for again', async () => {
    const { transactionId } = await spent();
    const requestId = await asked(treasurer, transactionId);
    expect(codeOf(await ask(secretary, transactionId))).toEqual([409, 'reversal-already-asked']);
    const { body: waiting } = await world.as(auditor).get(ofEstate('ledger/reversals?isDecided=false')).expect(200);
    expect(waiting.items).toMatchObject([{ requestId, transactionKind: 'spending', amountFen: 500, decision: null }]);
    const { body } = await decide(secretary, transactionId, requestId, 'declined').expect(200);
    expect([body.reversalId, await heldFen()]).toEqual([null, 0]);
    expect(codeOf(await ask(treasurer, transactionId, { requestId }))).toEqual([409, 'id-already-used']);
    const again = await asked(treasurer, transactionId);
    const other = await spent();
    expect(codeOf(await decide(secretary, other.transactionId, again))).toEqual([404, 'reversal-not-found']);
    expect(codeOf(await decide(secretary, transactionId, randomUUID()))).toEqual([404, 'reversal-not-found']);
    const { body: all } = await world.as(auditor).get(ofEstate('ledger/reversals?limit=1')).expect(200);
    expect([all.items.length, all.nextCursor === null]).toEqual([1, false]);
    await decide(secretary, transactionId, again, 'declined').expect(200);
  });

  it('is refused when the money was spent since, and then waits as before', async () => {
    const { transactionId } = await posted(world.db, anIncome(estate, 500));
    const requestId = await asked(treasurer, transactionId);
    const own = lines(estate, ['spent', 500, OWN], ['held', -500, OWN]);
    await posted(world.db, aPosting(estate, { kind: 'spending', processId: null, entries: own }));
    expect(codeOf(await decide(secretary, transactionId, requestId))).toEqual([409, 'not-enough-held']);
    const { body } = await world.as(auditor).get(ofEstate('ledger/reversals?isDecided=false')).expect(200);
    expect(body.items).toMatchObject([{ requestId }]);
    await decide(secretary, transactionId, requestId, 'declined').expect(200);
  });

  it('of a receipt is for those who entered it: what was received, matched and refunded is undone there', async () => {
    const { transactionId } = await posted(world.db, aReceipt(estate, 500));
    expect(codeOf(await ask(treasurer, transactionId))).toEqual([409, 'undone-elsewhere']);
  });

  it('is not the auditor’s to ask for', async () => {
    const { transactionId } = await spent();
    expect(codeOf(await ask(auditor, transactionId))).toEqual([403, 'forbidden']);
  });

  it('of which two ask at the same moment waits once', async () => {
    const { transactionId } = await spent();
    const answers = await Promise.all([ask(treasurer, transactionId), ask(secretary, transactionId)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  });
});
