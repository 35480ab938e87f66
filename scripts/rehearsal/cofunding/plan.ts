// How long a day of the rehearsal lasts, and what the four projects cost and are paid from.
import type { PlanSource } from '../../../domain/cofunding/messages';
import type { Policy } from '../../../domain/policy/schema';
import { daysOf, makePlan, type Plan } from '../election/plan';

/** Of the lift's way: its vote, its pledging, the extension, and the time after which it lapses by itself. The shed's takes twice as long. */
const WAITING_MS = 95_000;
/** In which two thirds of an estate vote online. */
const ESTATE_WINDOW_MS = 15_000;

export interface CofundingPlan extends Plan {
  /** Of the vote of one entrance: the shortest that the policy allows. */
  entranceWindowDays: number;
}

export function makeCofundingPlan({ seed, dayMs }: { seed: number; dayMs: number | undefined }): CofundingPlan {
  const estate = makePlan({ seed, dayMs });
  const { min, max } = estate.policy.vote.window;
  const usualDayMs = Math.ceil(WAITING_MS / waitingDays(estate.policy));
  const windowDays = Math.min(max.n, Math.max(min.n, Math.ceil(ESTATE_WINDOW_MS / usualDayMs)));
  return { ...estate, dayMs: dayMs ?? usualDayMs, windowDays, entranceWindowDays: min.n };
}

function waitingDays({ vote, cofunding }: Policy): number {
  const ofVote = [vote.rollObjection, vote.notice, vote.window.min, vote.resultObjection];
  const { window, extension, decideWithin } = cofunding.pledge;
  return [...ofVote, cofunding.grant.notice, window, extension.length, decideWithin].reduce(
    (sum, rule) => sum + daysOf(rule),
    0,
  );
}

/** Where the money of a project comes from; amounts in fen. */
export interface Budget {
  costFen: number;
  sources: PlanSource[];
  /** What the first contract comes to; 0: there is none. */
  contractFen: number;
}

export const DOOR: Budget = {
  costFen: 1_868_500,
  contractFen: 1_790_017,
  sources: [{ sourceId: 'household', kind: 'household', amountFen: 1_868_500, timing: 'before' }],
};

/** Organisations that never existed: their region code is assigned to no place. */
export const SPONSOR_USCC = '91990000MA00000016';
export const FIRM_USCC = '91990000MA00000024';
export const BIDDERS = ['91990000MA00000032', '91990000MA00000040', '91990000MA00000059'] as const;
/** Asked when the first contractor has quit. */
export const SECOND_BIDDERS = [BIDDERS[1], BIDDERS[2], '91990000MA00000067'] as const;

export const SHED: Budget = {
  costFen: 20_000_000,
  contractFen: 18_260_037,
  sources: [
    { sourceId: 'household', kind: 'household', amountFen: 6_000_000, timing: 'before' },
    { sourceId: 'grant', kind: 'streetGrant', amountFen: 8_000_000, timing: 'before' },
    { sourceId: 'discount', kind: 'firmDiscount', amountFen: 1_000_000, timing: 'before', uscc: FIRM_USCC },
    { sourceId: 'sponsor', kind: 'sponsor', amountFen: 2_000_000, timing: 'before', uscc: SPONSOR_USCC },
    { sourceId: 'income', kind: 'commonIncome', amountFen: 3_000_000, timing: 'before' },
    // Paid after acceptance, and goes back to the households (以奖代补).
    { sourceId: 'reward', kind: 'reward', amountFen: 3_000_000, percent: { num: 15, den: 100 }, timing: 'after' },
  ],
};
/** What the shed costs in the end, cables moved: above the limit of 220,000 yuan, and below what three quarters of the estate bring. */
export const SHED_FINAL_FEN = 22_150_000;
/** 1.10 yuan for each square metre; three households of five must take part. */
export const SHED_FEN_PER_M2 = 110;
export const SHED_BAR = { num: 3, den: 5 };

/** Lamps on the stairs of one entrance, given up when all have paid: everybody gets everything back. */
export const LAMPS: Budget = {
  costFen: 960_000,
  contractFen: 0,
  sources: [
    { sourceId: 'household', kind: 'household', amountFen: 720_007, timing: 'before' },
    { sourceId: 'sponsor', kind: 'sponsor', amountFen: 239_993, timing: 'before', uscc: SPONSOR_USCC },
  ],
};

export const LIFT: Budget = {
  costFen: 48_000_000,
  contractFen: 0,
  sources: [
    { sourceId: 'household', kind: 'household', amountFen: 28_000_000, timing: 'before' },
    { sourceId: 'grant', kind: 'streetGrant', amountFen: 20_000_000, timing: 'before' },
  ],
};
export const LIFT_BAR = { num: 4, den: 5 };
/** Nobody on the first two floors pays; above, a tenth more with each floor. */
export const LIFT_COEFFICIENTS = Array.from({ length: 12 }, (_, index) => ({
  floor: index + 1,
  num: index < 2 ? 0 : 8 + index,
}));
export const LIFT_COEFFICIENT_DEN = 10;
