// What shares and pledges look like in answers.
import { z } from 'zod';
import { instant, uuid } from './shapes';

export const fen = z.int().meta({ description: 'Fen (分)' });
/** As it comes in; finer than a fen there is no money. */
export const amountFen = z.int().min(1).max(10_000_000_000_000).describe('Whole fen (分), above nothing.');

const fraction = z.strictObject({ num: z.int(), den: z.int() });

const working = z
  .union([
    z.strictObject({
      rule: z.enum(['equal', 'area', 'perArea', 'floor', 'benefit']),
      amountFen: fen.meta({
        description:
          'What is shared out: the total, less what exempt units pay; for an exempt unit the whole total. With `perArea` the fen per m²',
      }),
      weight: z.int(),
      ofWeights: z.int().meta({ description: 'The weights of all who share it; with `perArea` 100' }),
      areaDm2: z.int().nullable(),
      floor: z.int().nullable(),
      coefficient: fraction.nullable(),
      exemption: fraction.nullable(),
      wholeFen: fen.meta({ description: 'Rounded down' }),
      remainder: z.int().meta({ description: 'What rounding left over, of `ofWeights` of a fen' }),
      extraFen: z.int().meta({ description: '1 for the largest remainders' }),
    }),
    z.strictObject({ rule: z.literal('voluntary'), minFen: fen, maxFen: fen }),
  ])
  .meta({ id: 'ShareWorking', description: '`amountFen` × `weight` ÷ `ofWeights`, and how it was rounded' });

const unitShare = z
  .strictObject({
    unitLabel: z.string().meta({ description: 'Building, entrance and room' }),
    fen: fen.nullable(),
    working,
    text: z
      .strictObject({ zh: z.string(), en: z.string() })
      .meta({ description: 'The working in words, to be followed with a pocket calculator' }),
  })
  .meta({ id: 'UnitShare' });

const share = {
  rightNo: z.int(),
  label: z.string(),
  shareFen: fen.nullable().meta({ description: 'Null: everybody gives what they like' }),
  units: z.array(unitShare),
};

const standing = z
  .strictObject({
    pledgeId: uuid,
    version: z.int(),
    kind: z.enum(['own', 'paper']),
    amountFen: fen,
    pledgedAt: instant,
  })
  .meta({ id: 'StandingPledge' });

export const ownShare = z
  .strictObject({
    ...share,
    as: z.enum(['voter', 'holder']).meta({ description: 'holder: another holder speaks for the household' }),
    pledge: standing.nullable(),
    earlier: standing
      .nullable()
      .meta({ description: 'Given for an earlier version of the plan; it counts only once it is confirmed' }),
  })
  .meta({ id: 'OwnShare' });

export const doorShare = z
  .strictObject({
    ...share,
    holders: z.array(z.string()).nullable().meta({ description: 'Masked names; null for neighbours' }),
  })
  .meta({ id: 'DoorShare' });

export const pledging = z
  .strictObject({
    version: z.int().meta({ description: 'Of the plan' }),
    state: z.enum(['open', 'suspended', 'over']),
    opensAt: instant,
    closesAt: instant.meta({ description: 'Exclusive: a pledge at this very instant is late' }),
    targetFen: fen,
    capFen: fen.meta({ description: 'All pledges together' }),
    bar: fraction.meta({ description: 'Of the households that are asked, the bound included' }),
    households: z.int(),
    pledgedHouseholds: z.int(),
    pledgedFen: fen,
    missingFen: fen,
    missingHouseholds: z.int(),
    isReached: z.boolean(),
    then: z.enum(['collect', 'decide']).meta({
      description:
        'What happens at the close as things stand. collect: those who pledged are asked to pay, nobody before. decide: the time is extended, the project is cut to size and pledges are confirmed anew, or it lapses; nobody has paid anything',
    }),
  })
  .meta({ id: 'Pledging' });

export const pledged = z
  .strictObject({
    pledgeId: uuid,
    version: z.int(),
    amountFen: fen,
    pledgedAt: instant,
    revocableUntil: z
      .literal('payment')
      .meta({ description: 'It can be taken back until it is paid, and not afterwards (民法典 658)' }),
  })
  .meta({ id: 'Pledged' });

export const doorToVisit = z
  .strictObject({
    rightNo: z.int(),
    building: z.string().nullable(),
    entrance: z.string().nullable(),
    label: z.string(),
    shareFen: fen.nullable(),
    holders: z.array(z.string()).meta({ description: 'Masked names' }),
    hasVoter: z.boolean().meta({ description: 'False: joint owners who have named nobody; they pledge on paper' }),
    tried: z.array(
      z.strictObject({
        result: z.enum(['nobodyHome', 'comeBack', 'undecided', 'declined', 'withdrawn', 'struck']),
        at: instant,
      }),
    ),
  })
  .meta({ id: 'DoorToVisit' });
