// The record of acceptance of a co-funded project: what was built by which contract, who looked at it for all, and what came of it
// (docs/cofunding.md).
import { maskName } from '../../domain/register/id-number';
import { deadlineOf, type CofundingRecord, type RecordedEvent } from '../record';
import { sayDate, sayDay, sayEnd } from '../say';
import { sayFen } from './disclosure-words';
import { paperOf, type KindOf } from './kind';
import { sayWorks } from './project-words';
import { nameOf, textOf } from './words';

export const ACCEPTANCE_PAPERS: readonly KindOf<'cofunding'>[] = [
  paperOf('cofunding')({
    code: 'acceptanceRecord',
    title: { zh: '微项目验收记录', en: 'Record of acceptance of the works' },
    article: '《民法典》第七百八十条、第七百九十九条',
    localRule: ({ cofunding }) => cofunding.representatives,
    copies: 'one',
    isFiled: false,
    vocabulary: {
      ...{ project: 'text', works: 'text', plan: 'text', contractor: 'text', contractHash: 'text', signedOn: 'text' },
      ...{ contractAmount: 'text', added: 'text', total: 'text', finishedOn: 'text', finished: 'text' },
      milestones: { no: 'text', code: 'text', amount: 'text', dueOn: 'text', reachedOn: 'text', evidence: 'text' },
      representatives: { no: 'text', name: 'text' },
      ...{ minutes: 'text', minutesHash: 'text', recordedBy: 'text', recordedOn: 'text' },
      ...{ result: 'text', reason: 'text', decidedOn: 'text', rectifyBy: 'text' },
    },
    required: [
      ...['article', 'project', 'contractor', 'total', 'milestones.code', 'milestones.amount', 'milestones.reachedOn'],
      ...['representatives.name', 'minutes', 'minutesHash', 'recordedBy', 'recordedOn', 'result'],
    ],
    data(record) {
      const { core, events } = record;
      const at = events.findLastIndex(({ type }) => type === 'acceptanceRecorded');
      const [recorded, signed] = [events[at], events.findLast(({ type }) => type === 'contractSigned')];
      const { plan, contract } = core;
      // A contractor who quit has no works any more that were accepted.
      if (plan === null || contract === null || recorded === undefined || signed === undefined) return null;
      const finished = events.slice(0, at).findLast(({ type }) => type === 'worksFinished');
      const minutesHash = String(recorded.payload['minutesText']);
      return {
        ...{
          project: textOf(record, core.titleText),
          works: sayWorks(plan.works),
          plan: textOf(record, plan.planText),
        },
        ...{ contractor: contract.bidder, contractHash: String(signed.payload['documentHash']) },
        ...{ signedOn: sayDay(signed.at), contractAmount: sayFen(contract.amountFen) },
        ...{ added: contract.addedFen === 0 ? '' : sayFen(contract.addedFen) },
        total: sayFen(contract.amountFen + contract.addedFen),
        finishedOn: sayDay(finished?.at ?? null),
        finished: wordsIn(record, finished, 'evidenceText'),
        milestones: contract.milestones.map(({ milestoneId, amountFen, dueOn }, index) => {
          const reached = events.findLast(
            ({ type, payload }) => type === 'milestoneReached' && payload['milestoneId'] === milestoneId,
          );
          return {
            ...{ no: String(index + 1), code: milestoneId, amount: sayFen(amountFen), dueOn: sayDate(dueOn) },
            ...{ reachedOn: sayDay(reached?.at ?? null), evidence: wordsIn(record, reached, 'evidenceText') },
          };
        }),
        representatives: (recorded.payload['representativeIds'] as string[]).map((id, index) => ({
          no: String(index + 1),
          // Who they are is signed; the record itself shows owners' names to the offices in charge alone.
          name: maskedName(record, id),
        })),
        ...{ minutes: textOf(record, minutesHash), minutesHash, recordedOn: sayDay(recorded.at) },
        recordedBy: nameOf(record, String(recorded.payload['recordedBy'])),
        ...resultOf(record, events.slice(at + 1), minutesHash),
      };
    },
  }),
];

const maskedName = (record: CofundingRecord, id: string): string => {
  const name = record.names.get(id);
  return name === undefined ? nameOf(record, id) : maskName(name, 'person');
};

/** What an event's text says; empty where there is no such event. */
const wordsIn = (record: CofundingRecord, event: RecordedEvent | undefined, field: string): string =>
  event === undefined ? '' : textOf(record, String(event.payload[field]));

/** What followed the words of the representatives. Where they themselves did not accept, the reason is those words. */
function resultOf(record: CofundingRecord, after: readonly RecordedEvent[], minutesHash: string) {
  const decided = after.find(({ type }) => type === 'worksAccepted' || type === 'rectificationDue');
  if (decided === undefined)
    return { result: '已记录居民代表意见，待街道办事处确认', reason: '', decidedOn: '', rectifyBy: '' };
  const isAccepted = decided.type === 'worksAccepted';
  const reason = decided.payload['reasonText'] === minutesHash ? '' : wordsIn(record, decided, 'reasonText');
  return {
    result: isAccepted ? '验收合格' : '验收不合格，限期整改',
    ...{ reason, decidedOn: sayDay(decided.at) },
    rectifyBy: isAccepted ? '' : sayEnd(deadlineOf(record, 'rectification')),
  };
}
