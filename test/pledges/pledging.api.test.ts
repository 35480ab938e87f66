// Pledging over HTTP, on a real project: who sees what, pledges on screen and paper, the doors to ring at, and that the window follows the
// process through standstill, close, extension and a new version of the plan.
import { randomUUID } from 'node:crypto';
import { countPledges } from '../../activities/count-pledges';
import { freezeRoll } from '../../activities/freeze-roll';
import { prepareShares } from '../../activities/prepare-shares';
import { prepareShares as storeShares } from '../../store/pledges/shares';
import { ENGINE } from '../support/play';
import {
  activityDeps,
  anOfficial,
  aPlanFor,
  aPlannedProject,
  aPledgingProject,
  deliberate,
  planProject,
  prepareProject,
} from '../support/a-pledging';
import { apiWorld, type Person, type World } from '../support/api-world';
import { aVotePolicy } from '../support/build';
import { breakingAtCommit } from '../support/breaking-at-commit';
import { recordCommand } from '../support/record-command';
import { aPhoto } from '../attachments/files';

let world: World;
let officer: Person;
let ownerOne: Person;
let ownerTwo: Person;
beforeAll(async () => {
  world = await apiWorld();
  const { s1, u1, u2 } = world.city;
  officer = await world.person([{ role: 'streetOfficer', at: s1 }]);
  [ownerOne, ownerTwo] = [await world.ownerOf(u1), await world.ownerOf(u2)];
});
afterAll(() => world.close());

interface Shown {
  progress: Record<string, unknown> | null;
  mine: {
    rightNo: number;
    shareFen: number;
    units: { unitLabel: string; fen: number; text: { zh: string } }[];
    pledge: { pledgeId: string } | null;
    earlier: { pledgeId: string; amountFen: number } | null;
  }[];
}
const path = (processId: string, what: string) => `/v1/cofundings/${processId}/${what}`;
const shown = async (processId: string, who: Person): Promise<Shown> =>
  (await world.as(who).get(path(processId, 'pledging')).expect(200)).body as Shown;
const codeOf = ({ status, body }: { status: number; body: unknown }): string =>
  `${status} ${(body as { code?: string }).code ?? ''}`.trim();
const pledge = (processId: string, who: Person, body: object) =>
  world.as(who).post(path(processId, 'pledges'), { commandId: randomUUID(), pledgeId: randomUUID(), ...body });
/** Whoever speaks for one right pledges its share. */
async function pledgeShare(processId: string, who: Person): Promise<string> {
  const [{ rightNo, shareFen } = { rightNo: 0, shareFen: 0 }] = (await shown(processId, who)).mine;
  const { body } = await pledge(processId, who, { rightNo, amountFen: shareFen }).expect(201);
  return (body as { pledgeId: string }).pledgeId;
}
async function aSheet(who: Person): Promise<{ attachmentId: string; sha256: string }> {
  const { body } = await world
    .as(who)
    .post(`/v1/attachments?commandId=${randomUUID()}&kind=photo`)
    .set('Content-Type', 'application/octet-stream')
    .send((await aPhoto()) as unknown as object)
    .expect(201);
  return body as { attachmentId: string; sha256: string };
}
const aPaper = (sheetSha256: string, more: object = {}) => ({
  ...{ commandId: randomUUID(), pledgeId: randomUUID(), rightNo: 2, amountFen: 5_000 },
  ...{ pageNo: 1, lineNo: 2, collectorName: '楼长王某', sheetSha256, ...more },
});
const give = (
  processId: string,
  command: { type: string; [field: string]: unknown },
  role: 'communitySecretary' | 'streetOfficer' = 'communitySecretary',
) => recordCommand(world, processId, anOfficial(role), command);
const commandsTold = async (processId: string): Promise<object[]> => {
  const { rows } = await world.db.pool.query<{ command: object }>(
    `select payload -> 'command' as command from outbox where process_id = $1 and payload #>> '{command,type}' = 'recordPledgeTarget' order by id`,
    [processId],
  );
  return rows.map(({ command }) => command);
};

describe('everybody on the roll', () => {
  it('sees nothing to pledge before the shares are worked out, and then target, bar, time, what happens next, and the own share with its working', async () => {
    const processId = await aPlannedProject(world, world.city.e1);
    expect(await shown(processId, ownerOne)).toMatchObject({ progress: null, mine: [] });
    expect(codeOf(await pledge(processId, ownerOne, { rightNo: 1, amountFen: 1 }))).toBe('409 pledging-not-open');
    await prepareProject(world, processId);
    const { progress, mine } = await shown(processId, ownerOne);
    expect(progress).toMatchObject({
      ...{ version: 1, state: 'open', targetFen: 10_001, capFen: 10_001, bar: { num: 1, den: 1 } },
      ...{ households: 2, pledgedHouseholds: 0, pledgedFen: 0, missingFen: 10_001, missingHouseholds: 2 },
      ...{ isReached: false, then: 'decide' },
    });
    expect(mine).toMatchObject([
      {
        ...{ rightNo: 1, as: 'voter', shareFen: 5_001, pledge: null, earlier: null },
        units: [
          {
            ...{ unitLabel: '101', fen: 5_001 },
            text: {
              zh: '按户均摊：100.01 元 × 1 户 ÷ 2 户，舍至分为 50.00 元；尾数按最大余数法加 0.01 元，应付 50.01 元',
            },
          },
        ],
      },
    ]);
  });

  it('pledges once for each household; the last one needed tells the process', async () => {
    const processId = await aPledgingProject(world, world.city.e1);
    const asked = { commandId: randomUUID(), pledgeId: randomUUID(), rightNo: 1, amountFen: 5_001 };
    const { body: first } = await pledge(processId, ownerOne, asked).expect(201);
    expect(first).toMatchObject({ pledgeId: asked.pledgeId, version: 1, amountFen: 5_001, revocableUntil: 'payment' });
    // The answer was lost: sent again, it is answered again.
    expect((await pledge(processId, ownerOne, asked).expect(201)).body).toEqual(first);
    expect(await commandsTold(processId)).toEqual([]);
    await pledgeShare(processId, ownerTwo);
    const pledged = { version: 1, households: 2, pledgedHouseholds: 2, amountFen: 10_001 };
    expect(await commandsTold(processId)).toEqual([{ type: 'recordPledgeTarget', pledged }]);
    const { progress, mine } = await shown(processId, ownerOne);
    expect(progress).toMatchObject({ pledgedFen: 10_001, missingFen: 0, isReached: true, then: 'collect' });
    expect(mine).toMatchObject([{ pledge: { pledgeId: asked.pledgeId, kind: 'own' } }]);
  });

  it('takes a pledge back, and nobody else does', async () => {
    const processId = await aPledgingProject(world, world.city.e1);
    const pledgeId = await pledgeShare(processId, ownerOne);
    const withdrawal = () => ({ commandId: randomUUID() });
    const where = path(processId, `pledges/${pledgeId}/withdrawal`);
    expect(codeOf(await world.as(ownerTwo).post(where, withdrawal()))).toBe('403 not-your-pledge');
    await world.as(ownerOne).post(where, withdrawal()).expect(204);
    expect((await shown(processId, ownerOne)).progress).toMatchObject({ pledgedHouseholds: 0, pledgedFen: 0 });
  });

  it.each([
    ['below zero', -5_001],
    ['of nothing', 0],
    ['of a part of a fen', 5_001.5],
    ['as text', '5001'],
  ])('is told what is wrong with an amount %s', async (_, amountFen) => {
    const processId = await aPledgingProject(world, world.city.e1);
    const { body } = await pledge(processId, ownerOne, { rightNo: 1, amountFen }).expect(400);
    expect(body).toMatchObject({ code: 'malformed-request', errors: [{ path: 'body.amountFen' }] });
  });
});

it('who owns something at the estate and is not on the roll sees neither pledges nor shares; a stranger hears of nothing', async () => {
  const { e4, u4 } = world.city;
  const processId = await aPledgingProject(world, e4);
  const late = await aNeighbourOf(u4);
  for (const what of ['pledging', 'shares'])
    expect(codeOf(await world.as(late).get(path(processId, what)))).toBe('403 not-on-the-roll');
  expect(codeOf(await pledge(processId, late, { rightNo: 1, amountFen: 10_001 }))).toBe('403 not-your-right');
  expect((await world.as(ownerOne).get(path(processId, 'pledging'))).status).toBe(404);
  const tenant = await world.person([{ role: 'resident', at: e4 }]);
  expect((await world.as(tenant).get(path(processId, 'pledging'))).status).toBe(403);
});

/** An owner in the same building, who bought after the roll was frozen. */
async function aNeighbourOf({ id }: { id: string }): Promise<Person> {
  const [unitId, ownerId] = [randomUUID(), randomUUID()];
  const { pool } = world.db;
  await pool.query(
    `insert into unit (id, estate_id, building_id, unit_key, door_key, label, use, tenure, area_dm2, path)
     select $2::uuid, estate_id, building_id, '109', '109', '109', use, tenure, area_dm2, replace(path, $1::text, $2::text) from unit
     where id = $1::uuid`,
    [id, unitId],
  );
  await pool.query(`insert into owner (id, kind, name, name_key) values ($1, 'person', '新邻居', '新邻居')`, [ownerId]);
  await pool.query(
    `insert into ownership (id, unit_id, owner_id, is_representative, from_on) values ($1, $2, $3, true, '2026-01-01')`,
    [randomUUID(), unitId, ownerId],
  );
  return world.person([], { ownerId });
}

describe('a pledge on paper', () => {
  it('is entered by an office with page, line, collector and the photo of the sheet, which owners do not see', async () => {
    const processId = await aPledgingProject(world, world.city.e2);
    const { attachmentId, sha256 } = await aSheet(officer);
    const paper = aPaper(sha256, { rightNo: 1, amountFen: 10_001 });
    await world.as(officer).post(path(processId, 'paper-pledges'), paper).expect(201);
    const owner = await world.ownerOf(world.city.u3);
    expect((await shown(processId, owner)).mine).toMatchObject([
      { pledge: { pledgeId: paper.pledgeId, kind: 'paper' } },
    ]);
    const secretary = await world.person([{ role: 'communitySecretary', at: world.city.c1 }]);
    const files = (who: Person) => world.as(who).get(`/v1/problems/${processId}/attachments`).expect(200);
    expect((await world.as(secretary).get(`/v1/attachments/${attachmentId}`)).status).toBe(200);
    expect((await files(secretary)).body).toMatchObject({ items: [{ attachmentId }] });
    expect((await world.as(owner).get(`/v1/attachments/${attachmentId}`)).status).toBe(404);
    expect((await files(owner)).body).toEqual({ items: [] });
  });

  it('is refused with a photo that nobody has uploaded, and nothing is kept of it', async () => {
    const processId = await aPledgingProject(world, world.city.e1);
    const unknown = aPaper('cd'.repeat(32));
    const answer = await world.as(officer).post(path(processId, 'paper-pledges'), unknown);
    expect(codeOf(answer)).toBe('422 attachment-unknown');
    expect((await shown(processId, ownerTwo)).mine).toMatchObject([{ pledge: null }]);
  });

  it('is ended by an office with a reason: at its people’s wish, or struck', async () => {
    const processId = await aPledgingProject(world, world.city.e1);
    const { sha256 } = await aSheet(officer);
    const own = await pledgeShare(processId, ownerOne);
    const paper = aPaper(sha256);
    await world.as(officer).post(path(processId, 'paper-pledges'), paper).expect(201);
    const end = (pledgeId: string) =>
      world.as(officer).post(path(processId, `paper-pledges/${pledgeId}/end`), {
        ...{ commandId: randomUUID(), kind: 'struck', reasonText: '非本人签字' },
      });
    expect(codeOf(await end(own))).toBe('403 not-your-pledge');
    await end(paper.pledgeId).expect(204);
    expect((await shown(processId, officer)).progress).toMatchObject({ pledgedHouseholds: 1 });
    // One photo serves all lines of its sheet, and the household may sign anew.
    await world
      .as(officer)
      .post(path(processId, 'paper-pledges'), aPaper(sha256, { lineNo: 3 }))
      .expect(201);
  });
});

it('twenty yuan per m² with a bar of seventy per cent: 1,800 yuan of each flat of 90 m², and one of two is not enough', async () => {
  const { e1 } = world.city;
  const sources = [{ sourceId: 'household', kind: 'household', amountFen: 180_000, timing: 'before' } as const];
  const rate = { shareRule: { rule: 'perArea', fenPerM2: 2_000 }, participation: { num: 7, den: 10 } } as const;
  const processId = await aPledgingProject(world, e1, aPlanFor(e1, { costFen: 180_000, sources, ...rate }));
  expect((await shown(processId, ownerOne)).mine).toMatchObject([{ shareFen: 180_000 }]);
  await pledgeShare(processId, ownerOne);
  const one = { targetFen: 180_000, capFen: 360_000, missingFen: 0, missingHouseholds: 1, isReached: false };
  expect((await shown(processId, ownerOne)).progress).toMatchObject(one);
  await pledgeShare(processId, ownerTwo);
  expect((await shown(processId, ownerOne)).progress).toMatchObject({ pledgedFen: 360_000, isReached: true });
});

it('a pledge above the cap is refused where everybody gives what they like, and one that just reaches it is taken', async () => {
  const { e1 } = world.city;
  const plan = aPlanFor(e1, { shareRule: { rule: 'voluntary', minFen: 1_000, maxFen: 8_000 } });
  const processId = await aPledgingProject(world, e1, plan);
  await pledge(processId, ownerOne, { rightNo: 1, amountFen: 6_000 }).expect(201);
  // 100.01 yuan are wanted, and 60.00 of them pledged.
  expect(codeOf(await pledge(processId, ownerTwo, { rightNo: 2, amountFen: 4_002 }))).toBe('422 pledge-above-cap');
  expect(codeOf(await pledge(processId, ownerTwo, { rightNo: 2, amountFen: 8_001 }))).toBe('422 pledge-out-of-range');
  expect((await shown(processId, ownerOne)).progress).toMatchObject({ pledgedFen: 6_000, missingFen: 4_001 });
  await pledge(processId, ownerTwo, { rightNo: 2, amountFen: 4_001 }).expect(201);
  expect((await shown(processId, ownerOne)).progress).toMatchObject({ pledgedFen: 10_001, isReached: true });
});

describe('from door to door', () => {
  it('shares are listed with masked names for offices, and without names for neighbours', async () => {
    const processId = await aPledgingProject(world, world.city.e1);
    const list = async (who: Person) =>
      (await world.as(who).get(path(processId, 'shares')).expect(200)).body as { items: { holders: unknown }[] };
    const [first] = (await list(officer)).items;
    expect(first).toMatchObject({ rightNo: 1, label: '1号楼101', shareFen: 5_001, holders: ['业***'] });
    expect((await list(ownerTwo)).items.map(({ holders }) => holders)).toEqual([null, null]);
    expect((await world.as(officer).get(path(processId, `shares?buildingId=${randomUUID()}`))).body).toEqual({
      ...{ items: [], nextCursor: null },
    });
  });

  it('the walk goes on at the next door without a pledge, with what was tried there', async () => {
    const processId = await aPledgingProject(world, world.city.e1);
    const walk = async (query = '') =>
      (
        (
          await world
            .as(officer)
            .get(path(processId, `visits${query}`))
            .expect(200)
        ).body as { items: object[] }
      ).items;
    expect(await walk()).toMatchObject([{ rightNo: 1, building: '1号楼', tried: [] }, { rightNo: 2 }]);
    const visit = { commandId: randomUUID(), rightNo: 1, result: 'nobodyHome' };
    await world.as(officer).post(path(processId, 'visits'), visit).expect(201);
    const pledgeId = await pledgeShare(processId, ownerOne);
    expect(await walk()).toMatchObject([{ rightNo: 2 }]);
    const withdrawal = path(processId, `pledges/${pledgeId}/withdrawal`);
    await world.as(ownerOne).post(withdrawal, { commandId: randomUUID() }).expect(204);
    expect(await walk('?limit=1')).toMatchObject([
      { rightNo: 1, shareFen: 5_001, tried: [{ result: 'nobodyHome' }, { result: 'withdrawn' }] },
    ]);
    expect(await walk(`?entranceId=${randomUUID()}`)).toEqual([]);
    expect((await world.as(ownerOne).get(path(processId, 'visits'))).status).toBe(403);
  });
});

describe('pledging follows the process', () => {
  it('stands still with it, is over at its close, goes on when it is extended, and is over for good when it lapses', async () => {
    const processId = await aPledgingProject(world, world.city.e1);
    const state = async () => (await shown(processId, officer)).progress?.['state'];
    const text = { reasonText: '因', basisText: '据' };
    await give(processId, { type: 'suspend', days: 3, ...text }, 'streetOfficer');
    expect(await state()).toBe('suspended');
    expect(codeOf(await pledge(processId, ownerOne, { rightNo: 1, amountFen: 5_001 }))).toBe('409 pledging-suspended');
    await give(processId, { type: 'resume' }, 'streetOfficer');
    expect(await state()).toBe('open');
    await pledgeShare(processId, ownerOne);
    await recordCommand(world, processId, ENGINE, { type: 'endPledging' });
    expect(await state()).toBe('over');
    expect(codeOf(await pledge(processId, ownerTwo, { rightNo: 2, amountFen: 5_000 }))).toBe('409 pledging-over');
    const pledged = await countPledges(activityDeps(world))({ processId, version: 1 });
    expect(pledged).toEqual({ version: 1, households: 2, pledgedHouseholds: 1, amountFen: 5_001 });
    await recordCommand(world, processId, ENGINE, { type: 'recordPledges', pledged });
    await give(processId, { type: 'extendPledging', reasonText: '再动员' });
    expect(await state()).toBe('open');
    await recordCommand(world, processId, ENGINE, { type: 'endPledging' });
    await recordCommand(world, processId, ENGINE, { type: 'recordPledges', pledged });
    await give(processId, { type: 'lapseProject', reasonText: '未达标' });
    expect(await state()).toBe('over');
  });

  it('opens again when somebody took a pledge back in the moment in which it was closed early', async () => {
    const processId = await aPledgingProject(world, world.city.e1);
    const pledgeId = await pledgeShare(processId, ownerOne);
    await pledgeShare(processId, ownerTwo);
    const [told] = (await commandsTold(processId)) as { type: string }[];
    await recordCommand(world, processId, { kind: 'process', id: processId }, told ?? { type: 'nothing' });
    await give(processId, { type: 'closePledging' });
    const withdrawal = path(processId, `pledges/${pledgeId}/withdrawal`);
    await world.as(ownerOne).post(withdrawal, { commandId: randomUUID() }).expect(204);
    const pledged = await countPledges(activityDeps(world))({ processId, version: 1 });
    await recordCommand(world, processId, ENGINE, { type: 'recordPledges', pledged });
    expect((await shown(processId, officer)).progress).toMatchObject({ state: 'open', pledgedHouseholds: 1 });
    // Enough again: that is news again.
    await pledgeShare(processId, ownerOne);
    expect(await commandsTold(processId)).toHaveLength(2);
  });

  it('begins anew for a cheaper plan, for which an earlier pledge counts once its household confirms it', async () => {
    const { e1 } = world.city;
    const processId = await aPledgingProject(world, e1);
    const old = await pledgeShare(processId, ownerOne);
    await recordCommand(world, processId, ENGINE, { type: 'endPledging' });
    const pledged = await countPledges(activityDeps(world))({ processId, version: 1 });
    await recordCommand(world, processId, ENGINE, { type: 'recordPledges', pledged });
    await give(processId, { type: 'rescopeProject', reasonText: '只修不换' });
    await deliberate(world, processId, false);
    const sources = [{ sourceId: 'household', kind: 'household', amountFen: 4_000, timing: 'before' } as const];
    await planProject(world, processId, aPlanFor(e1, { costFen: 4_000, sources }));
    await prepareProject(world, processId);
    const { progress, mine } = await shown(processId, ownerOne);
    expect(progress).toMatchObject({ version: 2, targetFen: 4_000, pledgedHouseholds: 0 });
    expect(mine).toMatchObject([{ shareFen: 2_000, pledge: null, earlier: { pledgeId: old, amountFen: 5_001 } }]);
    const confirmation = path(processId, `pledges/${old}/confirmation`);
    const asked = { commandId: randomUUID(), newPledgeId: randomUUID(), amountFen: 2_000 };
    expect(codeOf(await world.as(ownerTwo).post(confirmation, { ...asked, commandId: randomUUID() }))).toBe(
      '403 not-your-pledge',
    );
    const { body: first } = await world.as(ownerOne).post(confirmation, asked).expect(201);
    expect((await world.as(ownerOne).post(confirmation, asked).expect(201)).body).toEqual(first);
    const after = await shown(processId, ownerOne);
    expect(after.progress).toMatchObject({ pledgedHouseholds: 1, pledgedFen: 2_000 });
    expect(after.mine).toMatchObject([{ pledge: { pledgeId: asked.newPledgeId, version: 2 }, earlier: null }]);
  });
});

describe('shares are prepared', () => {
  const asked = (processId: string) => ({
    ...{ processId, version: 1, scope: aPlanFor(world.city.e1).scope, exemptions: [], targetFen: 10_001 },
    shareRule: { rule: 'area' as const },
  });
  const rowsOf = async (processId: string): Promise<number> => {
    const { rows } = await world.db.pool.query<{ count: number }>(
      'select count(*)::int as count from household_share where process_id = $1',
      [processId],
    );
    return rows[0]?.count ?? 0;
  };

  it('once, when the activity dies after its commit and runs again, though the register has changed by then', async () => {
    const processId = await aPlannedProject(world, world.city.e1);
    const deps = activityDeps(world);
    const dying = breakingAtCommit(deps.pool, 'after');
    // The roll is committed, and nobody hears of it; then the shares are, and nobody hears of them.
    await expect(prepareShares({ ...deps, pool: dying })(asked(processId))).rejects.toThrow('Connection terminated');
    expect(await rowsOf(processId)).toBe(0);
    const { rollId } = await freezeRoll(deps)(asked(processId));
    const again = { ...asked(processId), rollId, policy: aVotePolicy() };
    await expect(storeShares(dying, again)).rejects.toThrow('Connection terminated');
    expect(await rowsOf(processId)).toBe(2);
    const area = (areaDm2: number) =>
      deps.pool.query('update unit set area_dm2 = $2 where id = $1', [world.city.u1.id, areaDm2]);
    await area(18_000);
    const { roll, shares } = await prepareShares(deps)(asked(processId));
    await area(9_000);
    expect(roll.rollId).toBe(rollId);
    expect(shares).toMatchObject({ version: 1, households: 2, totalFen: 10_001 });
    const { rows } = await deps.pool.query<{ fen: string }>(
      'select share_fen as fen from household_share where process_id = $1 order by right_no',
      [processId],
    );
    expect(rows.map(({ fen }) => fen)).toEqual(['5001', '5000']);
  });

  it('with an exempt unit named by its number or by its id in the register', async () => {
    const { e1, u1 } = world.city;
    for (const unitLabel of ['101', u1.id.toUpperCase()]) {
      const exemptions = [{ unitLabel, num: 0, den: 1, reasonText: '低保户' }];
      const processId = await aPledgingProject(
        world,
        e1,
        aPlanFor(e1, { exemptions, participation: { num: 1, den: 1 } }),
      );
      expect((await shown(processId, ownerOne)).mine).toMatchObject([{ shareFen: 0 }]);
      expect((await shown(processId, ownerTwo)).progress).toMatchObject({ households: 1 });
      expect(codeOf(await pledge(processId, ownerOne, { rightNo: 1, amountFen: 1 }))).toBe('422 right-pays-nothing');
    }
  });

  it('never of a plan by which they cannot be worked out: it is refused when it is settled', async () => {
    const { e1 } = world.city;
    const processId = await aPlannedProject(world, e1);
    const settle = (shareRule: object) =>
      world.as(officer).post(`/v1/cofundings/${processId}/commands`, {
        commandId: randomUUID(),
        command: { type: 'settlePlan', plan: { ...aPlanFor(e1), shareRule } },
      });
    const floors = { rule: 'floor', den: 10, byArea: false, coefficients: [{ floor: 3, num: 7 }] };
    const { status, body } = await settle(floors);
    expect([status, body]).toMatchObject([
      422,
      { code: 'shares-not-workable', params: { fault: 'floorNotAgreed', unit: '101', floor: 1 } },
    ]);
    const nobody = await settle({ rule: 'benefit', weights: [{ unitLabel: '777', num: 1 }] });
    expect(codeOf(nobody)).toBe('422 shares-not-workable');
  });

  it('and counting them is refused where there are none', async () => {
    const counting = countPledges(activityDeps(world))({ processId: randomUUID(), version: 1 });
    await expect(counting).rejects.toMatchObject({ type: 'not-found', nonRetryable: true });
  });
});
