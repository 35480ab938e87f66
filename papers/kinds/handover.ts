// The papers of a handover: the list that three sides sign, and the written order to whoever does not come (docs/handover.md).
import { SIDES } from '../../domain/handover/state';
import { deadlineOf, lastAt, type HandoverRecord } from '../record';
import { sayDay, sayEnd } from '../say';
import { paperOf, type KindOf } from './kind';
import { nameOf, sayHandoverItem, sayHandoverStatus, sayOccasion, saySide, textOf, whoOf } from './words';

const GUIDANCE = '《业主大会和业主委员会指导规则》（建房〔2009〕274号）';

const handoverPaper = paperOf('handover');

export const HANDOVER_PAPERS: readonly KindOf<'handover'>[] = [
  handoverPaper({
    code: 'handoverList',
    title: { zh: '交接清单', en: 'Handover list' },
    titleOf: ({ occasion }) => `${String(occasion)}清单`,
    article: `《物业管理条例》第五十八条；${GUIDANCE}第四十八条`,
    localRule: ({ handover }) => handover.within,
    copies: 'one',
    isFiled: true,
    vocabulary: {
      occasion: 'text',
      sides: { side: 'text', who: 'text', signedBy: 'text' },
      items: { no: 'text', item: 'text', status: 'text', note: 'text' },
      gaps: { item: 'text', status: 'text', note: 'text' },
      meeting: 'text',
      deadline: 'text',
    },
    required: ['article', 'sides.who', 'sides.signedBy', 'items.item', 'items.status', 'deadline'],
    data(record) {
      const { core } = record;
      const deadline = deadlineOf(record, 'handover');
      if (deadline === null) return null;
      const lines = core.items.map(({ item, status }, index) => ({
        no: String(index + 1),
        ...{ item: sayHandoverItem(item), status: sayHandoverStatus(status), note: noteOf(record, item), code: status },
      }));
      const meeting = record.events.findLast(({ type }) => type === 'jointMeetingHeld');
      return {
        occasion: sayOccasion(core.occasion),
        sides: SIDES.map((side) => ({
          side: saySide(side),
          who: whoOf(record, core.sides[side].who),
          signedBy: core.signedBy
            .filter((signature) => signature.side === side)
            .map(({ accountId }) => nameOf(record, accountId))
            .join('、'),
        })),
        items: lines.map(({ no, item, status, note }) => ({ no, item, status, note })),
        gaps: lines
          .filter(({ code }) => !['pending', 'provided', 'waived'].includes(code))
          .map(({ item, status, note }) => ({ item, status, note })),
        meeting: meeting === undefined ? '' : textOf(record, String(meeting.payload['minutesText'])),
        deadline: sayEnd(deadline),
      };
    },
  }),
  handoverPaper({
    code: 'handoverOrder',
    title: { zh: '督促移交通知书', en: 'Written order to hand over' },
    article: `《物业管理条例》第五十八条；${GUIDANCE}第四十八条、第五十九条`,
    localRule: ({ handover }) => handover.urge,
    copies: 'one',
    isFiled: true,
    isExpected: () => false,
    vocabulary: {
      addressee: 'text',
      receiver: 'text',
      letter: 'text',
      items: { no: 'text', item: 'text', status: 'text' },
      urgedOn: 'text',
      deadline: 'text',
      issuer: 'text',
    },
    required: ['article', 'addressee', 'letter', 'urgedOn', 'deadline'],
    data(record) {
      const { core, place } = record;
      const [urged, deadline] = [lastAt(record, 'handoverUrged'), deadlineOf(record, 'urgeAnswer')];
      const letter = record.events.findLast(({ type }) => type === 'handoverUrged')?.payload['letterText'];
      if (urged === null || deadline === null) return null;
      return {
        addressee: whoOf(record, core.sides.from.who),
        receiver: whoOf(record, core.sides.to.who),
        letter: textOf(record, String(letter)),
        // As ordered: what comes in later does not change the letter.
        items: itemsAt(record, urged).map(([item, status], index) => ({
          no: String(index + 1),
          item: sayHandoverItem(item),
          status: sayHandoverStatus(status),
        })),
        urgedOn: sayDay(urged),
        deadline: sayEnd(deadline),
        issuer: `${place.street}办事处`,
      };
    },
  }),
];

/** What was last said about an item. */
function noteOf(record: HandoverRecord, item: string): string {
  const said = record.events.findLast(
    ({ payload }) => payload['item'] === item && typeof payload['noteText'] === 'string',
  );
  return said === undefined ? '' : textOf(record, String(said.payload['noteText']));
}

/** The items not handed over when the letter went out, with what was known of them. */
function itemsAt({ core, events }: HandoverRecord, urgedAt: string): [string, string][] {
  const last = events.findLastIndex(({ type, at }) => type === 'handoverUrged' && at === urgedAt);
  const before = events.slice(0, last);
  return core.items.flatMap(({ item }): [string, string][] => {
    const isAddedLater =
      events.findIndex(({ type, payload }) => type === 'itemAdded' && payload['item'] === item) > last;
    const known = before.findLast(({ type, payload }) => type === 'itemRecorded' && payload['item'] === item);
    const status = String(known?.payload['status'] ?? 'pending');
    return isAddedLater || status === 'provided' || status === 'waived' ? [] : [[item, status]];
  });
}
