// What waits for a second person, at a place: docs/payments.md, docs/ledger.md.
import { z } from 'zod';
import { SECOND_STEPS } from '../../store/second-person/waiting';
import { operation } from './operation';
import { livesAt } from './process-shapes';
import { instant, pageOf, pageQuery, uuid } from './shapes';

const step = z.enum(SECOND_STEPS).meta({
  id: 'SecondStep',
  description:
    'A reversal to be decided, a refund said to be paid, cash to be counted, a spending of the fees or of common revenue to be approved',
});

export const secondPersonOperations = {
  listWaitingForSecond: operation({
    id: 'listWaitingForSecond',
    method: 'get',
    path: '/v1/places/{placeId}/waiting-for-second',
    tag: 'ledger',
    summary: {
      zh: '等待第二人确认的资金事项，等得最久的在前',
      en: 'What one person has begun with money and a second one has to finish; what has waited longest first',
    },
    access: {
      kind: 'roles',
      roles: {
        ...{ committeeMember: 'covers', communitySecretary: 'covers', streetOfficer: 'covers' },
        ...{ districtSupervisor: 'covers', auditor: 'covers' },
      },
      scope: { kind: 'place', param: 'placeId' },
    },
    params: z.strictObject({ placeId: uuid }),
    query: pageQuery({ step: step.optional() }),
    response: pageOf(
      z
        .strictObject({
          step,
          id: uuid.meta({ description: 'Of the request, the refund, the receipt, the spending' }),
          place: livesAt.meta({ description: 'The estate' }),
          processId: uuid.nullable().meta({ description: 'The project; null: the estate’s own money' }),
          amountFen: z.int().min(1),
          since: instant,
          days: z.int().min(0).meta({ description: 'Whole days since' }),
          firstBy: z.array(uuid).meta({ description: 'Accounts that have done their part' }),
          isYours: z.boolean().meta({ description: 'You have: somebody else is needed' }),
        })
        .meta({ id: 'WaitingForSecond' }),
    ),
    status: 200,
    problems: [],
  }),
};
