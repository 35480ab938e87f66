// Freezing the roll from a real register: what is stored, that it is frozen, and that it is frozen once.
import { createHash, randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { rollHash } from '../../domain/roll/roll-hash';
import { freezeRoll } from '../../store/rolls/freeze-roll';
import { ownRights, pageOfRoll, readRoll } from '../../store/rolls/read-roll';
import { aVotePolicy } from '../support/build';
import { freshDatabase, type TestDatabase } from '../support/database';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

interface Estate {
  id: string;
  buildings: string[];
  owner(name: string): Promise<string>;
  unit(
    key: string,
    owners: string[],
    more?: { building?: number; areaDm2?: number; representative?: string },
  ): Promise<string>;
}

/** An estate with two buildings and nothing in them. */
async function anEstate(pool: Pool): Promise<Estate> {
  const id = randomUUID();
  const buildings = [randomUUID(), randomUUID()];
  await pool.query(`insert into place (id, kind, parent_id, path, name) values ($1, 'estate', null, $2, $3)`, [
    id,
    `/${id}/`,
    `estate ${id}`,
  ]);
  for (const [index, building] of buildings.entries()) {
    await pool.query(`insert into place (id, kind, parent_id, path, name) values ($1, 'building', $2, $3, $4)`, [
      building,
      id,
      `/${id}/${building}/`,
      `${index + 1}栋`,
    ]);
  }
  return {
    id,
    buildings,
    async owner(name) {
      const ownerId = randomUUID();
      await pool.query(`insert into owner (id, kind, name, name_key) values ($1, 'person', $2, $2)`, [ownerId, name]);
      return ownerId;
    },
    async unit(key, owners, { building = 0, areaDm2 = 10_000, representative } = {}) {
      const unitId = randomUUID();
      const buildingId = buildings[building] as string;
      await pool.query(
        `insert into unit (id, estate_id, building_id, unit_key, door_key, label, use, tenure, area_dm2, path)
         values ($1, $2, $3, $4, $4, $5, 'dwelling', 'sold', $6, $7)`,
        [unitId, id, buildingId, `${building}-${key}`, key, areaDm2, `/${id}/${buildingId}/${unitId}/`],
      );
      for (const ownerId of owners) {
        await pool.query(
          `insert into ownership (id, unit_id, owner_id, is_representative, from_on) values ($1, $2, $3, $4, '2020-01-01')`,
          [randomUUID(), unitId, ownerId, ownerId === representative],
        );
      }
      return unitId;
    },
  };
}

const scopeOf = (estate: Estate) => ({ kind: 'estate', placeId: estate.id }) as const;

test('an owner of two units is one head and one right; the hash covers exactly the stored rows', async () => {
  const estate = await anEstate(database.pool);
  const [zhang, li] = [await estate.owner('张三'), await estate.owner('李四')];
  await estate.unit('101', [zhang], { areaDm2: 8_932 });
  await estate.unit('102', [li]);
  await estate.unit('101', [zhang], { building: 1 });
  const frozen = await freezeRoll(database.pool, randomUUID(), 1, scopeOf(estate), aVotePolicy());
  expect(frozen).toMatchObject({ version: 1, heads: 2, areaDm2: 28_932, rightCount: 2, problemCount: 0, problems: [] });
  const { rows } = await database.pool.query<Parameters<typeof rollHash>[0]['rights'][number]>(
    `select right_no as "rightNo", head_no as "headNo", counts_head as "countsHead", area_dm2 as "areaDm2", unit_ids as "unitIds",
       building_ids as "buildingIds", entrance_ids as "entranceIds", voter_owner_id as "voterOwnerId", holder_owner_ids as "holderOwnerIds"
     from roll_right where roll_id = $1`,
    [frozen.rollId],
  );
  const sha = (text: string) => createHash('sha256').update(text).digest('hex');
  expect(rollHash({ heads: 2, areaDm2: 28_932, rights: rows }, sha)).toBe(frozen.rollHash);
  expect(rollHash({ heads: 2, areaDm2: 28_931, rights: rows }, sha)).not.toBe(frozen.rollHash);
});

test('freezing again gives what was frozen, though the register has changed; the next version sees the change', async () => {
  const estate = await anEstate(database.pool);
  const voteId = randomUUID();
  await estate.unit('101', [await estate.owner('张三')]);
  const both = await Promise.all(
    [1, 2].map(() => freezeRoll(database.pool, voteId, 1, scopeOf(estate), aVotePolicy())),
  );
  expect(both[0]).toEqual(both[1]);
  await estate.unit('102', [await estate.owner('李四')]);
  expect(await freezeRoll(database.pool, voteId, 1, scopeOf(estate), aVotePolicy())).toEqual(both[0]);
  const next = await freezeRoll(database.pool, voteId, 2, scopeOf(estate), aVotePolicy());
  expect(next).toMatchObject({ version: 2, heads: 2 });
  expect(next.rollHash).not.toBe(both[0]?.rollHash);
  expect((await readRoll(database.pool, voteId))?.version).toBe(2);
});

test('joint owners vote through the one they named, and nobody votes where they named none', async () => {
  const estate = await anEstate(database.pool);
  const [zhang, li, wang] = [await estate.owner('张三'), await estate.owner('李四'), await estate.owner('王小五')];
  await estate.unit('101', [zhang, li], { representative: li });
  await estate.unit('102', [li, wang]);
  const voteId = randomUUID();
  const { rollId, problems } = await freezeRoll(database.pool, voteId, 1, scopeOf(estate), aVotePolicy());
  expect(problems.map(({ code }) => code)).toContain('noRepresentative');
  expect(await ownRights(database.pool, voteId, rollId, li)).toMatchObject([
    { rightNo: 1, as: 'voter' },
    { rightNo: 2, as: 'holder' },
  ]);
  expect(await ownRights(database.pool, voteId, rollId, zhang)).toMatchObject([{ rightNo: 1, as: 'holder' }]);
  expect(await pageOfRoll(database.pool, rollId, { afterRightNo: 0, limit: 10 })).toMatchObject([
    { label: '1栋101', holders: ['李*', '张*'], hasVoter: true },
    { label: '1栋102', hasVoter: false },
  ]);
});

test('a vote of one building has that building alone, and an empty one is refused', async () => {
  const estate = await anEstate(database.pool);
  await estate.unit('101', [await estate.owner('张三')]);
  const building = (index: number) => ({ kind: 'building', placeId: estate.buildings[index] as string }) as const;
  expect(await freezeRoll(database.pool, randomUUID(), 1, building(0), aVotePolicy())).toMatchObject({ heads: 1 });
  await expect(freezeRoll(database.pool, randomUUID(), 1, building(1), aVotePolicy())).rejects.toMatchObject({
    rejection: { code: 'scope-has-no-units' },
  });
});
