// Durable, authenticated pledges a second, compared as short-path/compare.ts says; every pledge must stand, and the kept total be theirs.
import { countPledges, readTotal } from '../store/pledges/totals';
import { seed, SHARE_FEN, type Seeded } from './pledges/seed';
import { compareShortPath, type ShortPath } from './short-path/compare';

const PLEDGES: ShortPath<Seeded> = {
  bench: 'pledges',
  seed,
  rivalTable: 'create table row_pledge (like pledge including all); grant all on row_pledge to gongzhi_app',
  async check({ pool, seeded: { processId }, one, expect }, { ours, rivals }) {
    const of = { processId, version: 1 };
    const [kept, counted] = [await readTotal(pool, of), await countPledges(pool, of)];
    expect('pledges stored', await one('select count(*) from pledge where process_id = $1', [processId]), ours);
    expect('pledges that stand', String(counted?.pledgedHouseholds), ours);
    expect('the kept total', JSON.stringify(kept), JSON.stringify(counted));
    expect('money pledged', String(kept.amountFen), String(Number(ours) * SHARE_FEN));
    expect('told to the process', await one('select count(*) from outbox where process_id = $1', [processId]), '1');
    expect('rows of the rival', await one('select count(*) from row_pledge'), rivals);
  },
};

export const bench = (args: string[]): Promise<void> => compareShortPath(PLEDGES, args);
