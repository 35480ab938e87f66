// A firm's manager keeps the books of the firm's escrow account and of no other; offices and the committee those of all.
import type { Pool } from 'pg';
import type { Holder } from '../domain/cofunding/words';
import { holderOf, type AboutMoney } from '../store/receipts/holder-of';
import type { Context } from './context';
import { problem } from './problems';

const isFirmOnly = ({ authorities }: Context): boolean => authorities.every(({ role }) => role === 'firmManager');

/** The one holder whose money the caller may look at; null: every one. */
export const onlyHolder = (context: Context): Holder | null => (isFirmOnly(context) ? 'firmEscrow' : null);

/** Refuses `holder-not-yours`. */
export function assertHolder(context: Context, holder: Holder | undefined): void {
  if (isFirmOnly(context) && holder !== 'firmEscrow') throw problem('holder-not-yours');
}

/** Refuses `holder-not-yours`; also where nothing is known, so that a firm learns nothing about what is not its own. */
export async function assertHolderOf(pool: Pool, context: Context, about: AboutMoney): Promise<void> {
  if (isFirmOnly(context)) assertHolder(context, await holderOf(pool, about));
}
