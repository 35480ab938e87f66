// The sections of a policy on owners' committees: election, term, custody and handover, audit, founding.
import { z } from 'zod';
import { basis, durationRuleSchema, fractionSchema, share, sourced } from './parts';

export const electionPolicySchema = z.strictObject({
  /** The old committee reports this long before its term ends. */
  reportLead: durationRuleSchema,
  /** From the report until the street has formed the group. */
  groupForm: durationRuleSchema,
  groupSize: sourced(z.strictObject({ min: z.int().min(1).max(99), max: z.int().min(1).max(99), isOdd: z.boolean() })),
  groupOwnerShare: fractionSchema,
  /** How often, and for how long, owners are called again when too few are willing; then the street may name some. */
  groupShort: z.strictObject({ times: sourced(z.int().min(0).max(3)), length: durationRuleSchema }),
  groupLeader: sourced(z.enum(['streetOfficer', 'communitySecretary'])),
  /** Public notice of the group's list, in which owners may object. */
  groupNotice: durationRuleSchema,
  objectionAnswer: durationRuleSchema,
  /** Assembly held within this of the group's formation; extension by the street. */
  assemblyDue: durationRuleSchema,
  assemblyExtension: z.strictObject({ times: sourced(z.int().min(0).max(3)), length: durationRuleSchema }),
  nomination: durationRuleSchema,
  nominationExtensions: sourced(z.int().min(0).max(3)),
  /** Candidates wanted beyond the seats (差额). */
  extraCandidates: sourced(z.int().min(0).max(10)),
  committeeSize: sourced(
    z.strictObject({
      min: z.int().min(1).max(99),
      max: z.int().min(1).max(99),
      isOdd: z.boolean(),
      /** The least number in small estates: of up to `smallUpToUnits` units, or (上海 20) of up to so much area. 0 or absent: no such rule. */
      smallMin: z.int().min(1).max(99),
      smallUpToUnits: z.int().min(0).max(100_000),
      smallUpToAreaDm2: z.int().min(0).max(1_000_000_000).optional(),
    }),
  ),
  term: sourced(z.strictObject({ minYears: z.int().min(1).max(99), maxYears: z.int().min(1).max(99) })),
  /** Bodies asked to vet, in parallel. A body excludes only on statute, local rule or the estate's own rules. */
  vettingBodies: z
    .array(
      z.strictObject({
        body: z.string().regex(/^[a-z][a-zA-Z]{1,39}$/),
        answerWithin: durationRuleSchema,
        onSilence: z.literal('noAdverse'),
      }),
    )
    .max(12),
  vettingDefence: durationRuleSchema,
  vettingDecision: durationRuleSchema,
  /** From an exclusion until the candidate must have appealed, and from the appeal until it must be decided. */
  vettingAppeal: durationRuleSchema,
  vettingAppealAnswer: durationRuleSchema,
  candidateNotice: durationRuleSchema,
  /** A soft target shown beside the slate, never a bar: per cent of the slate. */
  partyShareTarget: sourced(z.int().min(0).max(100)),
  /** Whether candidates with both majorities and no seat become alternates, and how many. */
  alternates: sourced(z.enum(['none', 'upToSeats'])),
  voteMatter: sourced(z.int().min(1).max(9)),
  maxAttempts: sourced(z.int().min(1).max(5)),
  /** From a failed vote until the group must start the next attempt or the street takes over. */
  retryWithin: durationRuleSchema,
  firstMeeting: durationRuleSchema,
  publishOffices: durationRuleSchema,
  filingApply: durationRuleSchema,
  filingDecide: durationRuleSchema,
  filingRepair: durationRuleSchema,
  /** From the day on which the street should have decided until the district must have acted on its silence. */
  filingInaction: durationRuleSchema,
  /** Whether the old committee may decide on the firm and major spending meanwhile. */
  freezesOldCommittee: sourced(z.boolean()),
});

export const termPolicySchema = z.strictObject({
  /** How long before the report must be given the committee is asked for it. */
  reportOpens: durationRuleSchema,
  /** From the report, or from the silence, until the street has launched the election. */
  launchWithin: durationRuleSchema,
  /** From the day there is no committee until the street has formed a body that acts in its place. */
  substituteForm: durationRuleSchema,
  substituteBodies: sourced(
    z
      .array(z.enum(['residentsCommittee', 'managementCommittee']))
      .min(1)
      .max(2),
  ),
  /** From a vacancy until the alternate who is next has taken the seat. */
  seatAlternate: durationRuleSchema,
  /** How long a substitute body may act. */
  substituteLimit: durationRuleSchema,
});

export const handoverPolicySchema = z.strictObject({
  /** Who keeps seals, books and money while a new committee is elected; `none`: the old one, until it hands over. */
  custody: sourced(z.enum(['none', 'street', 'residentsCommittee', 'housingOffice', 'group'])),
  /** From the group's formation until they must be in custody. */
  custodyWithin: durationRuleSchema,
  /** From the filing (of a committee) or the agreed day (of a firm) until all is handed over. */
  within: durationRuleSchema,
  items: sourced(
    z
      .array(z.string().regex(/^[a-z][a-zA-Z]{1,39}$/))
      .min(1)
      .max(30),
  ),
  /** From the refusal until the street's written order, the time it gives, and the time until another body is asked to help. */
  urge: durationRuleSchema,
  urgeAnswer: durationRuleSchema,
  requestAssistance: durationRuleSchema,
  /** Until it is on record what came of the help. */
  assistance: durationRuleSchema,
  /** From the signed list with gaps until the joint meeting, and from there until every gap is settled. */
  jointMeeting: durationRuleSchema,
  settleItems: durationRuleSchema,
});

export const auditPolicySchema = z.strictObject({
  /** Whether the outgoing committee's accounts must be audited. */
  isMandatory: sourced(z.boolean()),
  commission: durationRuleSchema,
  report: durationRuleSchema,
  /** How long the report is shown to the owners. */
  publish: durationRuleSchema,
});

export const foundingPolicySchema = z.strictObject({
  /** When the first assembly must be held: any of them, each with all that it names. Shares are of what is delivered. */
  triggers: z
    .array(
      z.strictObject({
        area: share.optional(),
        heads: share.optional(),
        /** Since the first delivery. */
        afterMonths: z.int().min(1).max(240).optional(),
        ...basis,
      }),
    )
    .min(1)
    .max(6),
  /** How often what is delivered is held against the triggers again. */
  review: durationRuleSchema,
  /** From the trigger until the developer must have handed in lists and documents. */
  developerReport: durationRuleSchema,
  /** From the developer's silence until the street has the list from the registry. */
  registryList: durationRuleSchema,
});
