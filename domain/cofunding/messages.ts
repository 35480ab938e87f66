// Commands of a co-funding as they come in from people (zod, the only copy of their shape) and from the machine (types). Pledges, receipts
// and refunds are rows, judged where they are stored (store/pledges, store/receipts).
import { z } from 'zod';
import type { MeetingForm, MeetingOutcome } from '../meeting/forms';
import { scopeSchema, type FrozenRoll } from '../owners-vote/messages';
import type { VoteOutcome } from '../owners-vote/state';
import type { ChildLaunched } from '../process';
import { exemptionSchema, shareRuleSchema } from '../shares/messages';
import { DELIBERATIONS, FINDINGS, HOLDERS, MOST_FEN, PROJECT_CLASSES, SOURCE_KINDS, WORKS } from './words';

const id = z.uuid().toLowerCase();
const code = z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/);
/** Free text: stored apart by the API, a SHA-256 from then on. */
const text = z.string().min(1).max(4000);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const attachments = z.array(hash).max(20);
const fen = z.int().min(1).max(MOST_FEN).describe('Integer fen (分).');
/** Unified social credit code (GB 32100) of an organisation; people have none. */
const uscc = z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/);
const fraction = z.strictObject({ num: z.int().min(1).max(10_000), den: z.int().min(1).max(10_000) });

export const planSourceSchema = z.strictObject({
  sourceId: code,
  kind: z.enum(SOURCE_KINDS),
  amountFen: fen.describe('What it brings at most; of a percentage, worked out from the planned cost.'),
  percent: fraction.optional().describe('Of the accepted cost; for matchingGrant and reward, and for nothing else.'),
  timing: z.enum(['before', 'after']).default('before').describe('Before the works, or after acceptance.'),
  uscc: uscc.optional().describe('The organisation that pays; of sponsors and firms.'),
});

export const planSchema = z.strictObject({
  works: z.enum(WORKS),
  scope: scopeSchema,
  costFen: fen,
  holder: z.enum(HOLDERS).describe('Whose account the money goes into; the platform holds none.'),
  sources: z.array(planSourceSchema).min(1).max(20),
  shareRule: shareRuleSchema,
  exemptions: z.array(exemptionSchema).max(2_000).default([]),
  participation: fraction.describe('Of the households in scope, how many must pledge at least.'),
  planText: text,
});

export const cofundingPeopleCommandSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('screenProposal'),
    finding: z.enum(FINDINGS),
    category: code.optional().describe('Of the problem that it becomes, where it is somebody’s duty already.'),
    reasonText: text,
  }),
  z.strictObject({
    type: z.literal('callDeliberation'),
    form: z.enum(DELIBERATIONS),
    heldAt: z.iso.datetime({ precision: 3 }),
  }),
  z.strictObject({ type: z.literal('settlePlan'), plan: planSchema }),
  z.strictObject({ type: z.literal('shelveProject'), reasonText: text }),
  z.strictObject({ type: z.literal('confirmClass'), projectClass: z.enum(PROJECT_CLASSES), reasonText: text }),
  z.strictObject({ type: z.literal('recordPartyReview'), isApproved: z.boolean(), opinionText: text }),
  z.strictObject({
    type: z.literal('decideGrant'),
    decision: z.enum(['approved', 'reduced', 'refused']),
    amountFen: fen.optional().describe('What is granted in all; with `reduced`.'),
    reasonText: text,
  }),
  z.strictObject({ type: z.literal('objectToProject'), objectionId: id, reasonText: text }),
  z.strictObject({
    type: z.literal('answerProjectObjection'),
    objectionId: id,
    isUpheld: z.boolean(),
    reasonText: text,
  }),
  z.strictObject({ type: z.literal('closePledging') }),
  z.strictObject({ type: z.literal('extendPledging'), reasonText: text }),
  z.strictObject({ type: z.literal('rescopeProject'), reasonText: text }),
  z.strictObject({ type: z.literal('lapseProject'), reasonText: text }),
  z.strictObject({ type: z.literal('closeCollecting') }),
  z.strictObject({ type: z.literal('extendCollecting'), reasonText: text }),
  z.strictObject({
    type: z.literal('bridgeShortfall'),
    sourceId: code.describe('The source of the plan that fills the gap; common income only as the owners voted.'),
    amountFen: fen,
    reasonText: text,
  }),
  z.strictObject({ type: z.literal('abandonProject'), reasonText: text }),
  z.strictObject({
    type: z.literal('addQuote'),
    quoteId: id,
    bidder: uscc,
    amountFen: fen,
    isRelated: z.boolean().describe('Whether somebody who decides is related to the bidder (关联方).'),
    relationText: text.optional(),
    documentHash: hash,
  }),
  z.strictObject({ type: z.literal('withdrawQuote'), quoteId: id, reasonText: text }),
  z.strictObject({
    type: z.literal('signContract'),
    quoteId: id,
    milestones: z
      .array(z.strictObject({ milestoneId: code, amountFen: fen, dueOn: z.iso.date() }))
      .min(1)
      .max(30),
    documentHash: hash,
    fewQuotesText: text.optional().describe('Why there are fewer quotes than the policy asks for.'),
    reasonText: text.describe('Why this one was chosen.'),
  }),
  z.strictObject({
    type: z.literal('reportMilestone'),
    milestoneId: code,
    evidenceText: text,
    attachments: attachments.default([]),
  }),
  z.strictObject({
    type: z.literal('requestPayment'),
    paymentId: id,
    milestoneId: code,
    amountFen: fen,
    invoiceHash: hash,
    payeeText: text,
  }),
  z.strictObject({ type: z.literal('approvePayment'), paymentId: id }),
  z.strictObject({ type: z.literal('refusePayment'), paymentId: id, reasonText: text }),
  z.strictObject({
    type: z.literal('proposeVariation'),
    milestoneId: code,
    amountFen: fen.describe('What is added to the contract.'),
    reasonText: text,
  }),
  z.strictObject({ type: z.literal('decideVariation'), isApproved: z.boolean(), reasonText: text }),
  z.strictObject({ type: z.literal('recordContractorQuit'), reasonText: text }),
  z.strictObject({ type: z.literal('finishWorks'), evidenceText: text, attachments: attachments.default([]) }),
  z.strictObject({
    type: z.literal('recordAcceptance'),
    isAccepted: z.boolean(),
    representativeIds: z.array(id).max(50).describe('Owners who looked at the works for all (居民代表).'),
    minutesText: text,
  }),
  z.strictObject({ type: z.literal('confirmAcceptance'), isAccepted: z.boolean(), reasonText: text }),
  z.strictObject({
    type: z.literal('publishAccounts'),
    boardPhoto: hash.describe('A photograph of the notice board: published offline too (双公示).'),
    noteText: text,
  }),
  z.strictObject({ type: z.literal('recordGrantRefused'), sourceId: code, reasonText: text }),
  z.strictObject({ type: z.literal('disposeHeldRefunds'), basisText: text, reasonText: text }),
]);

export type CofundingPeopleCommand = z.infer<typeof cofundingPeopleCommandSchema>;
export type PlanInput = z.infer<typeof planSchema>;
export type PlanSource = z.infer<typeof planSourceSchema>;

/** What the shares of a version amount to; the rows are in store/pledges. */
export interface PreparedShares {
  version: number;
  sharesHash: string;
  households: number;
  totalFen: number;
}

/** Pledges of a version that stand. */
export interface Pledged {
  version: number;
  households: number;
  pledgedHouseholds: number;
  amountFen: number;
}

/** Money that has come in, less what was reversed or given back. */
export interface Received {
  householdFen: number;
  paidHouseholds: number;
  /** By source of the plan. */
  bySource: Record<string, number>;
}

/** Given by the machine only: by time, by effects, by children, and by the short path. */
export type CofundingEngineCommand =
  | ChildLaunched
  | { type: 'recordMeetingEnded'; meetingId: string; form: MeetingForm; outcome: MeetingOutcome }
  | { type: 'recordAssemblyHeld'; voteId: string }
  | { type: 'recordVoteResult'; voteId: string; outcome: VoteOutcome }
  | { type: 'recordVoteContested'; voteId: string; isContested: boolean }
  | { type: 'recordVoteRevoked'; voteId: string }
  | { type: 'recordSplitting'; otherFen: number; processIds: string[] }
  | { type: 'endGrantNotice' }
  | { type: 'recordSharesPrepared'; roll: FrozenRoll; shares: PreparedShares }
  | { type: 'recordPledgeTarget'; pledged: Pledged }
  | { type: 'endPledging' }
  | { type: 'recordPledges'; pledged: Pledged }
  | { type: 'lapseBySilence' }
  | { type: 'recordAllPaid'; received: Received }
  | { type: 'endCollecting' }
  | { type: 'recordReceipts'; received: Received }
  | { type: 'countOnceMore' }
  | { type: 'recordSpendingPosted'; paymentId: string; transactionId: string }
  | { type: 'recordSpendingRefused'; paymentId: string; code: string }
  | { type: 'endAccountsNotice' }
  | { type: 'recordRefundsListed'; payers: number; totalFen: number }
  /** `payers`: as listed. Absent in what was told by earlier versions. */
  | { type: 'recordRefundsPaid'; payers?: number | undefined; paidFen: number; heldFen: number; held: number }
  | { type: 'recordSourceReceived'; sourceId: string; amountFen: number };
