// A disclosure through everything: income over the API, a quarter of short days in the engine, a worker that dies while figures are frozen,
// the photo of the board, and the page that everybody reads.
import { randomUUID } from 'node:crypto';
import { localDateOf } from '../../domain/calendar/instant';
import type { Statement } from '../../domain/disclosure/state';
import { aPhoto } from '../attachments/files';
import type { Person } from '../support/api-world';
import { engineWorld, type EngineWorld } from '../support/engine-world';

let world: EngineWorld;
let [member, secretary, officer, neighbour]: Person[] = [];
beforeAll(async () => {
  world = await engineWorld();
  const { e1, c1, s1, u1 } = world.city;
  member = await world.person([{ role: 'committeeMember', at: e1 }]);
  secretary = await world.person([{ role: 'communitySecretary', at: c1 }]);
  officer = await world.person([{ role: 'streetOfficer', at: s1 }]);
  neighbour = await world.ownerOf(u1);
}, 600_000);
afterAll(() => world.close());

/** A quarter lasts 13.5 seconds, the time to draft one and a half, the display four and a half. */
const DAY_MS = 150;
const QUARTER_MS = 90 * DAY_MS;
/** Launch and income are to lie in one quarter. */
const isWellBeforeTheEnd = (now: Date) => QUARTER_MS - (now.getTime() % QUARTER_MS) > QUARTER_MS / 3;

it('a quarter is drafted from the ledger, survives the death of a worker, hangs in both places and is closed', async () => {
  const { e1 } = world.city;
  const disclosureId = randomUUID();
  const give = (who: Person | undefined, command: object) =>
    world.as(who as Person).post(`/v1/disclosures/${disclosureId}/commands`, { commandId: randomUUID(), command });
  const read = async () => {
    const { body } = await world
      .as(neighbour as Person)
      .get(`/v1/processes/${disclosureId}`)
      .expect(200);
    return (body as { state: { statements: Statement[]; publications: { closedAt: string | null }[] } }).state;
  };
  await world.until(() => world.deps.time.now(), isWellBeforeTheEnd);
  await world
    .as(officer as Person)
    .post(`/v1/estates/${e1.id}/disclosures`, {
      ...{ commandId: randomUUID(), disclosureId },
      ...{ policy: { kind: 'preset', id: 'shanghai' }, rehearsalDayMs: DAY_MS },
    })
    .expect(201);
  const happenedOn = localDateOf((await world.deps.time.now()).toISOString());
  await world
    .as(member as Person)
    .post(`/v1/estates/${e1.id}/common-income`, {
      ...{ commandId: randomUUID(), incomeId: randomUUID(), category: 'parking', amountFen: 4_321 },
      ...{ happenedOn, noteText: '停车费' },
    })
    .expect(201);
  const upload = await world
    .as(member as Person)
    .post(`/v1/attachments?commandId=${randomUUID()}&kind=photo`)
    .set('Content-Type', 'application/octet-stream')
    .send(await aPhoto())
    .expect(201);
  const opened = await world.until(read, ({ statements }) => statements.length > 0);
  const no = opened.statements[0]?.period.no as number;
  const statement = async () => (await read()).statements.find(({ period }) => period.no === no);
  await give(member, { type: 'draftStatement', no }).expect(200);
  await world.stopWorker();
  await world.startWorker();
  // An activity that died with its worker comes back after half a minute, which is as long as one look waits.
  const isDrafted = (one: Statement | undefined) => one?.stage === 'reviewing';
  const drafted = await world.until(statement, isDrafted).catch(() => world.until(statement, isDrafted));
  const sha256 = drafted?.sha256 ?? '';
  await give(secretary, { type: 'reviewStatement', no, isSound: true, reasonText: '与账簿相符' }).expect(200);
  await give(member, { type: 'signStatement', no, sha256 }).expect(200);
  const shown = await world.as(null).get(`/v1/public/estates/${e1.id}`).expect(200);
  expect(shown.body).toMatchObject({
    statements: [
      {
        ...{ no, sha256, boardAt: null },
        body: {
          funds: [{ fund: 'commonIncome', income: [{ category: 'parking', fen: 4_321 }], closingFen: 4_321 }, {}],
        },
      },
    ],
  });
  const { sha256: photo } = upload.body as { sha256: string };
  await give(member, { type: 'recordBoard', no, attachments: [photo] }).expect(200);
  await give(neighbour, { type: 'objectToStatement', no, objectionId: randomUUID(), reasonText: '少了广告费' }).expect(
    200,
  );
  const [objection] = (await statement())?.objections ?? [];
  await give(member, {
    ...{ type: 'answerObjection', objectionId: objection?.objectionId, isUpheld: false, reasonText: '本季没有' },
  }).expect(200);
  await world.until(read, ({ publications }) => publications[0]?.closedAt != null);
  const { rows } = await world.db.pool.query('select from disclosure_statement where process_id = $1', [disclosureId]);
  expect(rows).toHaveLength(1);
  await give(officer, { type: 'endDisclosure', reasonText: '演练结束', basisText: '演练' }).expect(200);
}, 120_000);
