// The public page of an estate, as JSON and as HTML: what was published and nothing else, for anybody, without a name.
import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { PublicThrottle } from '../../api/public-throttle';
import { safe } from '../../api/public-page-html';
import { addMs, DAY_MS, localDateOf } from '../../domain/calendar/instant';
import { post } from '../../store/ledger/post';
import { inTransaction } from '../../store/transaction';
import { collecting, DOOR_FEN } from '../support/a-cofunding';
import { apiWorld, type World } from '../support/api-world';
import { launchCofunding } from '../support/record-command';
import { disclosureOnRecord } from './on-record';

let world: World;
let disclosed: Awaited<ReturnType<typeof disclosureOnRecord>>;
beforeAll(async () => {
  world = await apiWorld();
  disclosed = await disclosureOnRecord(world, world.city.e1);
});
afterAll(() => world.close());

const json = (estateId = world.city.e1.id) => world.as(null).get(`/v1/public/estates/${estateId}`);
const page = (estateId = world.city.e1.id) => world.as(null).get(`/public/estates/${estateId}`);
interface Answer {
  statements: { sha256: string; version: number; isCorrected: boolean; boardAt: string | null }[];
  projects: { projectId: string; title: string; phase: string; sources: { sourceId: string; heldFen: number }[] }[];
}
const answerOf = async () => (await json().expect(200)).body as Answer;

describe('the public page', () => {
  it('is there without signing in, and empty until something is published', async () => {
    const draft = await disclosed.draft();
    expect(await answerOf()).toMatchObject({ estateId: world.city.e1.id, statements: [], projects: [] });
    const { text } = await page().expect(200);
    expect(text).toContain('尚无已公示的报表');
    expect(text).not.toContain(draft);
  });

  it('is not there for places without one, and says no more of those than of places that do not exist', async () => {
    for (const at of [world.city.e4.id, world.city.c1.id, randomUUID(), 'x']) {
      expect((await page(at)).status).toBe(404);
      expect((await json(at)).status).toBe(at === 'x' ? 400 : 404);
    }
  });

  it('shows the statement as soon as it is signed, and the board when its photo is there', async () => {
    const { e1 } = world.city;
    const member = await world.person([{ role: 'committeeMember', at: e1 }]);
    const happenedOn = localDateOf(addMs(disclosed.period.until, -DAY_MS));
    await world
      .as(member)
      .post(`/v1/estates/${e1.id}/common-income`, {
        ...{ commandId: randomUUID(), incomeId: randomUUID(), category: 'venue', amountFen: 123_456 },
        ...{ happenedOn, noteText: '张三交的场地费' },
      })
      .expect(201);
    disclosed.play.give(disclosed.secretary, {
      ...{ type: 'reviewStatement', no: disclosed.no, isSound: false, reasonText: 'hash' },
    });
    const sha256 = await disclosed.draft();
    await disclosed.publish(sha256);
    expect((await answerOf()).statements).toMatchObject([{ sha256, version: 2, boardAt: null }]);
    expect((await page()).text).toContain('尚未张贴');
    await disclosed.post();
    const { text } = await page();
    for (const words of ['收入：场地', '1234.56 元', sha256, '已张贴', '一小区']) expect(text).toContain(words);
  });

  it('keeps what was corrected readable beside the version that corrects it', async () => {
    const { play, no, member, store } = disclosed;
    play.give(member, { type: 'correctStatement', no, reasonText: 'hash' });
    await store();
    expect((await answerOf()).statements).toMatchObject([{ version: 2, isCorrected: false }]);
    await disclosed.publish(await disclosed.draft());
    expect((await answerOf()).statements).toMatchObject([
      { version: 3, isCorrected: false },
      { version: 2, isCorrected: true },
    ]);
    expect((await page()).text).toContain('已被更正');
  });

  it('shows a project’s money by source from the day on which it is collected, and not before', async () => {
    const { city, db } = world;
    const projectId = await launchCofunding(world, city.e1, { titleText: '更换<单元门>' });
    const owner = `owner:${city.u1.ownerId}`;
    const account = (kind: 'held' | 'received', payer: string | null) => ({
      ...{ estateId: city.e1.id, projectId, source: 'household', kind, payer },
    });
    await inTransaction(db.pool, async (tx) =>
      post(tx, {
        ...{ businessKey: `test:${projectId}`, kind: 'receipt', estateId: city.e1.id, happenedOn: '2026-01-05' },
        ...{ at: await world.deps.time.now(), processId: projectId, byAccounts: [], documentHash: null },
        entries: [
          { account: account('held', null), amountFen: 50_000n },
          { account: account('received', owner), amountFen: -50_000n },
        ],
      }),
    );
    expect((await answerOf()).projects).toEqual([]);
    // The state of a project in which everybody has pledged, as the deciders make it.
    const { core, clocks } = collecting().state;
    await db.pool.query(
      `update process_view set phase = 'collecting', state = jsonb_set(jsonb_set(state, '{clocks}', $3::jsonb), '{core}',
         $2::jsonb || jsonb_build_object('titleText', state -> 'core' ->> 'titleText')) where process_id = $1`,
      [projectId, JSON.stringify(core), JSON.stringify(clocks)],
    );
    const [dueAt] = Object.values(clocks).map((clock) => clock.dueAt);
    expect((await answerOf()).projects).toEqual([
      {
        ...{ projectId, title: '更换<单元门>', phase: 'collecting', outcome: null, nextAt: dueAt },
        sources: [
          {
            ...{ sourceId: 'household', kind: 'household', plannedFen: DOOR_FEN },
            ...{ receivedFen: 50_000, spentFen: 0, refundedFen: 0, heldFen: 50_000 },
          },
        ],
      },
    ]);
    const { text } = await page();
    expect(text).toContain(`更换${safe('<单元门>')}`);
    expect(text).not.toContain('<单元门>');
    for (const words of ['归集资金', '500.00 元']) expect(text).toContain(words);
  });

  it('names nobody: no owner, no account, no payer, no unit, nothing that somebody wrote about income', async () => {
    const { rows } = await world.db.pool.query<{ hidden: string }>(
      `select id::text as hidden from account union select id::text from owner union select name from owner
       union select id::text from unit union select display_name from account union select id::text from ledger_account
       union select login_name from account`,
    );
    expect(rows.length).toBeGreaterThan(10);
    const texts = [JSON.stringify((await json()).body), (await page()).text];
    for (const text of texts) {
      for (const { hidden } of rows) expect(text).not.toContain(hidden);
      expect(text).not.toContain('张三');
    }
  });

  it('loads nothing and runs nothing, and is taken from the reader’s copy while it is the same', async () => {
    const { headers, text } = await page();
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+';/);
    expect(text).not.toContain('<script');
    expect(headers['cache-control']).toBe('public, max-age=60');
    const again = (tag: string): Promise<Response> =>
      page()
        .set('If-None-Match', tag)
        .then((answer) => answer);
    const etag = String(headers['etag']);
    expect([(await again(etag)).status, (await again(`W/${etag}, "x"`)).status]).toEqual([304, 304]);
    expect((await again('"another"')).status).toBe(200);
    expect((await json()).headers['etag']).toBe(etag);
  });
});

describe('reading what is public', () => {
  it('is slowed down for an address that reads without end, and for no other', async () => {
    const throttle = new PublicThrottle({ points: 2, duration: 60 });
    await throttle.take('a');
    await throttle.take('a');
    await expect(throttle.take('a')).rejects.toMatchObject({ code: 'too-many-requests' });
    await throttle.take('b');
  });
});
