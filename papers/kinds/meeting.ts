// The pack of a meeting (会议材料): what it was called with, as frozen (docs/rhythm.md).
import type { PackDuty, PackRate } from '../../domain/meeting/pack';
import { sayDay, sayEnd, sayInstant } from '../say';
import { paperOf, type KindOf } from './kind';
import { sayKind, sayMeetingForm, sayOfficeOf } from './meeting-words';

const duties = { kind: 'text', place: 'text', duty: 'text', who: 'text', dueAt: 'text' } as const;

export const MEETING_PAPERS: readonly KindOf<'meeting'>[] = [
  paperOf('meeting')({
    code: 'meetingPack',
    title: { zh: '会议材料', en: 'Pack of a meeting' },
    titleOf: ({ placeName, form }) => `${String(placeName)}${String(form)}会议材料`,
    article: '周议事、月研判、季调度、年考评制度',
    copies: 'one',
    isFiled: false,
    readers: 'staff',
    vocabulary: {
      form: 'text',
      placeName: 'text',
      heldAt: 'text',
      madeAt: 'text',
      from: 'text',
      until: 'text',
      openProcesses: 'text',
      overdue: 'text',
      silent: 'text',
      worst: duties,
      rates: { name: 'text', part: 'text', whole: 'text', share: 'text' },
      repeats: { place: 'text', problems: 'text' },
      dueCount: 'text',
      dueNext: duties,
      packHash: 'text',
    },
    required: ['form', 'placeName', 'madeAt', 'overdue', 'silent', 'rates.part', 'rates.whole', 'packHash'],
    data({ core, pack }) {
      if (pack === null) return null;
      const { stalls, rates, repeats, dueNext, ...frozen } = pack.body;
      return {
        ...{ form: sayMeetingForm(frozen.form), placeName: frozen.placeName, heldAt: sayInstant(core.heldAt) },
        ...{ madeAt: sayInstant(frozen.madeAt), from: sayDay(frozen.from), until: sayEnd(frozen.until) },
        ...{ openProcesses: String(stalls.openProcesses), overdue: String(stalls.overdue) },
        silent: String(stalls.silent),
        worst: stalls.worst.map(lineOf),
        rates: [rateOf('响应率', rates.response), rateOf('解决率', rates.solved), rateOf('满意率', rates.satisfied)],
        repeats: repeats.map(({ placeName, problems }) => ({ place: placeName, problems: String(problems) })),
        dueCount: String(dueNext.duties),
        dueNext: dueNext.first.map(lineOf),
        packHash: pack.sha256,
      };
    },
  }),
];

const lineOf = ({ kind, placeName, duty, role, department, dueAt }: PackDuty) => ({
  ...{ kind: sayKind(kind), place: placeName, duty, who: department ?? sayOfficeOf(role), dueAt: sayEnd(dueAt) },
});

/** The share is cut, never rounded up: 199 of 200 are not a hundred per cent. Of nothing there is none. */
const rateOf = (name: string, { part, whole }: PackRate) => ({
  ...{ name, part: String(part), whole: String(whole) },
  share: whole === 0 ? '—' : `${Math.floor((part * 1000) / whole) / 10}%`,
});
