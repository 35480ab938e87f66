// The one table of operations: every row of every contract file. Routes, authorisation, OpenAPI and the permission walk read it.
import { archiveOperations } from './archive';
import { attachmentOperations } from './attachments';
import { auditOperations } from './audits';
import { canvassOperations } from './canvass';
import { covenantOperations } from './covenant';
import { deskOperations } from './desk';
import { disclosureOperations } from './disclosure';
import { evoteOperations } from './evote';
import { feeAccountOperations } from './fee-account';
import { feePaymentOperations } from './fee-payments';
import { feeOperations } from './fees';
import { ledgerOperations } from './ledger';
import { intakeOperations } from './intake';
import { householdOperations } from './households';
import { identityOperations } from './identity';
import { obligationOperations } from './obligations';
import { launchOperations } from './launches';
import { cofundingOperations } from './cofundings';
import { meetingOperations } from './meetings';
import type { Operation } from './operation';
import { paymentOperations } from './payments';
import { petitionOperations } from './petitions';
import { paperOperations } from './papers';
import { pledgeOperations } from './pledges';
import { policyOperations } from './policies';
import { processOperations } from './processes';
import { registerOperations } from './register';
import { supervisionOperations } from './supervision';
import { placeReportOperations } from './place-reports';
import { reportOperations } from './reports';
import { savedViewOperations } from './saved-views';
import { secondPersonOperations } from './second-person';
import { residentProblemOperations } from './resident-problems';
import { systemOperations } from './system';
import { voteOperations } from './votes';

export const operations = {
  ...systemOperations,
  ...identityOperations,
  ...registerOperations,
  ...launchOperations,
  ...policyOperations,
  ...processOperations,
  ...archiveOperations,
  ...obligationOperations,
  ...supervisionOperations,
  ...voteOperations,
  ...canvassOperations,
  ...petitionOperations,
  ...paymentOperations,
  ...pledgeOperations,
  ...meetingOperations,
  ...cofundingOperations,
  ...disclosureOperations,
  ...evoteOperations,
  ...deskOperations,
  ...paperOperations,
  ...attachmentOperations,
  ...reportOperations,
  ...intakeOperations,
  ...placeReportOperations,
  ...savedViewOperations,
  ...auditOperations,
  ...householdOperations,
  ...feeOperations,
  ...feePaymentOperations,
  ...feeAccountOperations,
  ...covenantOperations,
  ...residentProblemOperations,
  ...ledgerOperations,
  ...secondPersonOperations,
} satisfies Record<string, Operation>;

export type Operations = typeof operations;
export type OperationId = keyof Operations;
