// What reports and look-aheads of a place answer.
import { z } from 'zod';
import { ROLES } from '../../domain/process';
import { livesAt, processKind } from './process-shapes';
import { instant, uuid } from './shapes';

const rate = z
  .strictObject({
    part: z.int(),
    whole: z.int(),
    percent: z.number().nullable().meta({ description: 'Two decimals; null: there was nothing to count' }),
  })
  .meta({ id: 'Rate', description: 'A rate with its base' });

const rates = z
  .strictObject({ response: rate, solved: rate, satisfied: rate })
  .meta({ id: 'ThreeRates', description: "The three rates of residents' problems; see `formulas`" });

const formula = z.strictObject({ zh: z.string(), en: z.string() });
export const formulas = z.strictObject({ response: formula, solved: formula, satisfied: formula });

const counts = {
  open: z.int().meta({ description: 'Now' }),
  overdue: z
    .int()
    .meta({ description: 'Of these, with a duty whose time is over (by duty, department, firm: such duties)' }),
  launched: z.int().meta({ description: 'In the period; by duty, department and firm: 0' }),
  closed: z.int().meta({ description: 'In the period' }),
  inTime: z.int().meta({ description: 'Of these, before their time was over' }),
  medianDays: z
    .number()
    .nullable()
    .meta({ description: 'Whole days from beginning to end, the median of what was closed' }),
  rates,
};

export const rollUpRow = z
  .strictObject({
    key: z.string().nullable().meta({
      description: 'Id of a place or of the account that manages for the firm, or a code; null: what belongs to none',
    }),
    name: z.string().nullable(),
    ...counts,
  })
  .meta({ id: 'RollUpRow' });

export const rollUpTotal = z.strictObject(counts).meta({ id: 'RollUpTotal' });

export const trendWeek = z
  .strictObject({
    week: z.string().meta({ description: 'ISO week in China', example: '2026-W48' }),
    from: z.iso.date(),
    to: z.iso.date(),
    launched: z.int(),
    closed: z.int(),
    inTime: z.int(),
    overdue: z.int().meta({
      description:
        'Duties that were overdue when the week ended (the present week: now), by their due instants of today',
    }),
    rates,
  })
  .meta({ id: 'TrendWeek' });

const ofProcess = z.strictObject({ id: uuid, kind: processKind, place: livesAt });

export const placeAheadItem = z
  .strictObject({
    process: ofProcess.extend({ phase: z.string() }),
    wakeAt: instant.meta({ description: 'The next instant at which time has something to do in it' }),
    events: z.array(
      z.strictObject({
        at: instant,
        isProvisional: z.boolean(),
        what: z.string().meta({
          description:
            'The command that time gives, `resume`, what the machine does; `remind`, `escalate`: somebody is told',
        }),
        clock: z.string().nullable(),
        duty: z.string().nullable().meta({ description: 'About which duty somebody is told' }),
        tells: z.enum([...ROLES, 'addressee']).nullable(),
        basis: z.string().nullable(),
        phaseAfter: z.string(),
      }),
    ),
  })
  .meta({ id: 'PlaceAheadItem' });

export const dryRunAnswer = z
  .strictObject({
    at: instant,
    processes: z.int().meta({ description: 'Live processes at or inside the place that the caller may see' }),
    clocks: z.int().meta({ description: 'Clocks that run in them' }),
    moved: z.int(),
    later: z.int(),
    earlier: z.int(),
    unmatched: z.strictObject({ notFromPolicy: z.int(), absent: z.int(), ambiguous: z.int() }).meta({
      description:
        'Clocks that cannot be compared: their rule is not in their own policy, not in the other one, or in several places that differ',
    }),
    items: z.array(
      z.strictObject({
        process: ofProcess,
        clock: z.string(),
        basis: z.string(),
        from: instant,
        to: instant,
        byMs: z.int(),
        isProvisional: z.boolean(),
      }),
    ),
    isCut: z.boolean().meta({ description: 'There are more than are listed' }),
  })
  .meta({ id: 'DryRun' });
