// Commands of the watch on a committee's term as they come in from people (zod, the only copy of their shape) and from the machine (types).
import { z } from 'zod';
import type { Variant } from '../election/messages';
import type { ElectionOutcome } from '../election/state';
import type { Purpose } from '../petition/messages';

const id = z.uuid().toLowerCase();
/** Free text: stored apart by the API, a SHA-256 from then on. */
const text = z.string().min(1).max(4000);

export const OFFICES = ['chair', 'viceChair', 'member'] as const;
export const committeeMemberSchema = z.strictObject({
  memberId: id.describe('Id of the owner who is a member.'),
  office: z.enum(OFFICES),
});

/** Why a member is one no longer (指导规则 43, 44). */
export const LEAVING_CAUSES = ['resigned', 'ownsNothing', 'lostCapacity', 'died', 'disqualified', 'recalled'] as const;

/** Grounds on which the street renews a committee before its term ends (上海 32). */
export const EARLY_GROUNDS = ['idle', 'illegalDecisions', 'unable', 'ownersDemand'] as const;

export const termPeopleCommandSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('reportTerm'),
    noteText: text.describe('What the committee reports to the street.'),
  }),
  z.strictObject({
    type: z.literal('recordMemberLeft'),
    memberId: id,
    cause: z.enum(LEAVING_CAUSES),
    reasonText: text,
  }),
  z.strictObject({ type: z.literal('seatAlternate'), memberId: id, reasonText: text }),
  z.strictObject({
    type: z.literal('renewEarly'),
    ground: z.enum(EARLY_GROUNDS),
    reasonText: text,
    basisText: text.describe('The article, or the decision of the owners, on which it rests.'),
  }),
  z.strictObject({
    type: z.literal('formSubstitute'),
    body: z.enum(['residentsCommittee', 'managementCommittee']),
    reasonText: text,
    basisText: text,
  }),
  z.strictObject({
    type: z.literal('recordSubstituteAct'),
    actId: id,
    what: z.enum(['firm', 'repairFund', 'commonIncome', 'other']),
    noteText: text.describe('What the substitute body has decided, as it is shown to the owners.'),
  }),
  z.strictObject({ type: z.literal('revokeSubstituteAct'), actId: id, reasonText: text, basisText: text }),
  z.strictObject({ type: z.literal('revokeSubstitute'), reasonText: text, basisText: text }),
  z.strictObject({
    type: z.literal('recordDelivery'),
    firstDeliveredOn: z.iso.date().nullable().describe('Day of the first delivery of a unit; null: not known.'),
  }),
  z.strictObject({ type: z.literal('recordDeveloperReport'), documentsText: text }),
  z.strictObject({ type: z.literal('recordRegistryList'), documentsText: text }),
  z.strictObject({
    type: z.literal('recordMeetingConvened'),
    petitionId: id.describe('The demand that is met by it.'),
    noteText: text.describe('Which assembly it is and when it was announced.'),
  }),
  z.strictObject({ type: z.literal('endWatch'), reasonText: text, basisText: text }),
]);

export type TermPeopleCommand = z.infer<typeof termPeopleCommandSchema>;
export type CommitteeMember = z.infer<typeof committeeMemberSchema>;
export type LeavingCause = (typeof LEAVING_CAUSES)[number];
export type EarlyGround = (typeof EARLY_GROUNDS)[number];
export type SubstituteBody = Extract<TermPeopleCommand, { type: 'formSubstitute' }>['body'];

/** Given by the machine only: by time, by the election that renews the committee, by the owners' petitions and recalls. */
export type TermEngineCommand =
  | { type: 'openReport' }
  | { type: 'missReport' }
  | { type: 'expireTerm' }
  | { type: 'endSubstitute' }
  | { type: 'recordDemand'; petitionId: string; purpose: Purpose; memberIds: string[] }
  | { type: 'missConvening'; petitionId: string }
  | {
      type: 'recordRecallLaunched';
      recallId: string;
      petitionId: string | null;
      memberIds: string[];
      isSuspending: boolean;
    }
  | { type: 'recordRecallEnded'; recallId: string; recalledIds: string[] }
  | { type: 'recordElectionLaunched'; electionId: string; variant: Variant }
  | { type: 'reviewFounding' }
  | { type: 'recordDeveloperSilent' }
  | {
      type: 'recordElectionEnded';
      electionId: string;
      variant: Variant;
      outcome: ElectionOutcome;
      members: CommitteeMember[];
      alternateIds: string[];
      seats: number;
    };
