// The books of the estates, one after the other: their own money, the sums that are kept, every booked row against its posting, and what went back.
import type { Db } from '../ledger/balances';
import { eachPage } from '../each-page';
import { checkBookings } from './check-bookings';
import { checkMoney } from './check-money';
import { checkRefunds } from './check-refunds';
import { checkTotals } from './check-totals';
import type { Difference } from './differences';

const PAGE = 200;

interface Estate {
  estateId: string;
  placePath: string;
}

/** Within these places. A project's own entries are looked at with its process (engine/audit/check-process.ts). */
export async function* checkBooks(db: Db, scopePaths: readonly string[]): AsyncGenerator<Difference> {
  const estates = async (after: Estate | null): Promise<Estate[]> => {
    const { rows } = await db.query<Estate>(
      `select p.id as "estateId", p.path as "placePath" from place p where p.kind = 'estate' and p.path > $1
         and exists (select from unnest($2::text[]) as seen (path) where starts_with(p.path, seen.path)) order by p.path limit $3`,
      [after?.placePath ?? '', scopePaths, PAGE],
    );
    return rows;
  };
  for await (const page of eachPage(PAGE, estates))
    for (const estate of page) {
      yield* await checkMoney(db, estate);
      yield* checkTotals(db, estate);
      yield* checkBookings(db, estate);
      yield* checkRefunds(db, estate);
    }
}
