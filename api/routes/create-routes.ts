// Pairs every row of the operations table with its handler. A row without one, or one without a row, does not compile.
import type { ChangeStreams } from '../changes/change-stream';
import type { Handlers } from '../context';
import { operations, type Operations } from '../contracts/operations';
import type { Deps } from '../deps';
import type { PublicThrottle } from '../public-throttle';
import type { Route } from '../routing';
import { createArchiveRoutes } from './archive';
import { createAttachmentRoutes } from './attachments';
import { createAuditRoutes } from './audits';
import { createCanvassRoutes } from './canvass';
import { createCovenantRoutes } from './covenant';
import { createDeskRoutes } from './desk';
import { createDisclosureRoutes } from './disclosure';
import { createEvoteRoutes } from './evote';
import { createFeeAccountRoutes } from './fee-account';
import { createFeePaymentRoutes } from './fee-payments';
import { createFeeRoutes } from './fees';
import { createLedgerRoutes } from './ledger';
import { createIntakeRoutes } from './intake';
import { createHouseholdRoutes } from './households';
import { createIdentityRoutes } from './identity';
import { createCofundingRoutes } from './cofundings';
import { createMeetingRoutes } from './meetings';
import { createObligationRoutes } from './obligations';
import { createPaymentRoutes } from './payments';
import { createPetitionRoutes } from './petitions';
import { createPledgeRoutes } from './pledges';
import { createPaperRoutes } from './papers';
import { createPolicyRoutes } from './policies';
import { createProcessRoutes } from './processes';
import { createLaunchRoutes } from './launches';
import { createRegisterRoutes } from './register';
import { createRefundRoutes } from './refunds';
import { createStatementRoutes } from './statements';
import { createSupervisionRoutes } from './supervision';
import { createPlaceReportRoutes } from './place-reports';
import { createReportRoutes } from './reports';
import { createSavedViewRoutes } from './saved-views';
import { createSecondPersonRoutes } from './second-person';
import { createSystemRoutes } from './system';
import { createVoteRoutes } from './votes';

export function createRoutes(deps: Deps, streams: ChangeStreams, throttle: PublicThrottle): Route[] {
  const handlers: Handlers<Operations> = {
    ...createSystemRoutes(deps),
    ...createIdentityRoutes(deps),
    ...createRegisterRoutes(deps),
    ...createVoteRoutes(deps),
    ...createCanvassRoutes(deps),
    ...createDisclosureRoutes(deps, throttle),
    ...createEvoteRoutes(deps),
    ...createDeskRoutes(deps),
    ...createPaperRoutes(deps),
    ...createAttachmentRoutes(deps),
    ...createReportRoutes(deps),
    ...createIntakeRoutes(deps),
    ...createHouseholdRoutes(deps),
    ...createFeeRoutes(deps),
    ...createFeePaymentRoutes(deps),
    ...createFeeAccountRoutes(deps),
    ...createCovenantRoutes(deps),
    ...createLaunchRoutes(deps),
    ...createPetitionRoutes(deps),
    ...createPaymentRoutes(deps),
    ...createStatementRoutes(deps),
    ...createRefundRoutes(deps),
    ...createPledgeRoutes(deps),
    ...createMeetingRoutes(deps),
    ...createCofundingRoutes(deps),
    ...createPolicyRoutes(),
    ...createProcessRoutes(deps),
    ...createArchiveRoutes(deps),
    ...createSupervisionRoutes(deps),
    ...createAuditRoutes(deps),
    ...createObligationRoutes(deps, streams),
    ...createPlaceReportRoutes(deps),
    ...createSavedViewRoutes(deps),
    ...createLedgerRoutes(deps),
    ...createSecondPersonRoutes(deps),
  };
  return (Object.keys(operations) as (keyof Operations)[]).map((id) => ({
    row: operations[id],
    handler: handlers[id],
  }));
}
