// The papers of a sitting committee: the notice of a recall (docs/recall.md) and the reminder that a term ends (docs/committee-term.md).
import { deadlineOf, lastAt } from '../record';
import { sayDate, sayDay, sayEnd } from '../say';
import { paperOf, type KindOf } from './kind';
import { nameOf, sayGround, sayOffice, sayProposer, textOf } from './words';

const GUIDANCE = '《业主大会和业主委员会指导规则》（建房〔2009〕274号）';

export const RECALL_PAPERS: readonly KindOf<'recall'>[] = [
  paperOf('recall')({
    code: 'recallNotice',
    title: { zh: '罢免业主委员会委员事项公告', en: 'Notice of a recall, with grounds and defences' },
    article: `${GUIDANCE}第四十四条`,
    localRule: ({ recall }) => recall.defence,
    copies: 'one',
    isFiled: false,
    vocabulary: {
      proposedBy: 'text',
      grounds: { ground: 'text' },
      reproach: 'text',
      members: { name: 'text', defence: 'text' },
      isSuspended: 'text',
      launchedOn: 'text',
      deadline: 'text',
      publishedOn: 'text',
      issuer: 'text',
    },
    required: ['article', 'proposedBy', 'grounds.ground', 'reproach', 'members.name', 'members.defence'],
    data(record) {
      const { core, place, policy } = record;
      const [launched, heard] = [
        lastAt(record, 'recallLaunched'),
        record.events.find(({ type }) => type === 'voteDue'),
      ];
      const deadline = deadlineOf(record, 'vote');
      // Nobody reads the reproach before its answer.
      if (launched === null || heard === undefined || deadline === null) return null;
      const isConvenedByStreet = policy.recall.convenor.value === 'streetOfficer';
      return {
        proposedBy: sayProposer(core.proposedBy),
        grounds: core.groundCodes.map((code) => ({ ground: sayGround(code) })),
        reproach: textOf(record, core.groundText),
        members: core.members.map(({ memberId, defenceText }) => ({
          name: nameOf(record, memberId),
          defence: defenceText === null ? '在规定期限内未作申辩（不视为同意）' : textOf(record, defenceText),
        })),
        isSuspended: core.isSuspending ? '表决结果公布前，上述委员暂停履行职责' : '',
        launchedOn: sayDay(launched),
        deadline: sayEnd(deadline),
        publishedOn: sayDay(heard.at),
        issuer: isConvenedByStreet ? `${place.street}办事处` : `${place.community}居民委员会`,
      };
    },
  }),
];

export const TERM_PAPERS: readonly KindOf<'committeeTerm'>[] = [
  paperOf('committeeTerm')({
    code: 'reportReminder',
    title: { zh: '业主委员会届满报告催告书', en: 'Reminder to report that the term ends' },
    article: `${GUIDANCE}第四十七条`,
    localRule: ({ election }) => election.reportLead,
    copies: 'one',
    isFiled: false,
    vocabulary: {
      members: { name: 'text', office: 'text' },
      startsOn: 'text',
      endsOn: 'text',
      deadline: 'text',
      isMissed: 'text',
      openedOn: 'text',
      issuer: 'text',
    },
    required: ['article', 'endsOn', 'deadline'],
    data(record) {
      const { term } = record.core;
      const [opened, deadline] = [lastAt(record, 'reportOpened'), deadlineOf(record, 'termReport')];
      const isAwaited = term.report === 'due' || term.report === 'missed';
      if (!isAwaited || opened === null || deadline === null || term.endsOn === null) return null;
      return {
        members: term.members.map(({ memberId, office }) => ({
          name: nameOf(record, memberId),
          office: sayOffice(office),
        })),
        startsOn: term.startsOn === null ? '' : sayDate(term.startsOn),
        endsOn: sayDate(term.endsOn),
        deadline: sayEnd(deadline),
        isMissed: term.report === 'missed' ? '你委员会逾期未报告，街道办事处将依法组织换届' : '',
        openedOn: sayDay(opened),
        issuer: `${record.place.street}办事处`,
      };
    },
  }),
];
