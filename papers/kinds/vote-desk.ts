// The papers of an owners' vote that the desk prints: the slip of one help, and the newest checkpoint for the notice board (docs/desk.md).
import { sayInstant } from '../say';
import { AGENDA, agendaOf } from './agenda';
import { paperOf, type KindOf } from './kind';
import { convenorOf, sayHelp, sayWill } from './words';

const votePaper = paperOf('ownersVote');

export const DESK_PAPERS: readonly KindOf<'ownersVote'>[] = [
  votePaper({
    code: 'assistanceSlip',
    title: { zh: '协助投票单', en: 'Slip of help with one ballot' },
    article: '《无障碍环境建设法》第三十九条',
    localRule: ({ vote }) => vote.assistance.slip,
    copies: 'assistance',
    isFiled: false,
    secret: ['code'],
    vocabulary: {
      slipNo: 'text',
      rightNo: 'text',
      label: 'text',
      purpose: 'text',
      will: 'text',
      assistant: 'text',
      witness: 'text',
      serialNo: 'text',
      items: AGENDA,
      code: 'text',
      at: 'text',
      expiresAt: 'text',
    },
    required: ['article', 'rightNo', 'label', 'purpose', 'assistant', 'witness', 'items.title', 'code', 'expiresAt'],
    data(record) {
      const { copy } = record;
      if (copy.kind !== 'assistance') return null;
      const { slip } = copy;
      return {
        slipNo: slip.assistanceId,
        rightNo: String(slip.rightNo),
        label: slip.label,
        purpose: sayHelp(slip.purpose),
        will: sayWill(slip.will),
        assistant: slip.assistant,
        witness: slip.witness,
        serialNo: slip.paperSerial === null ? '' : String(slip.paperSerial).padStart(6, '0'),
        items: agendaOf(record),
        code: slip.code,
        at: sayInstant(slip.at),
        expiresAt: sayInstant(slip.expiresAt),
      };
    },
  }),
  votePaper({
    code: 'checkpointSheet',
    title: { zh: '表决数据校验点公示', en: 'The newest checkpoint of the vote, for notice boards' },
    article: '《最高人民法院关于审理建筑物区分所有权纠纷案件适用法律若干问题的解释》第十三条',
    copies: 'one',
    isFiled: false,
    vocabulary: {
      checkpointNo: 'text',
      size: 'text',
      root: 'text',
      at: 'text',
      keyId: 'text',
      line: 'text',
      items: AGENDA,
      issuer: 'text',
    },
    required: ['article', 'size', 'root', 'at', 'line'],
    data(record) {
      const { checkpoint } = record;
      if (checkpoint === null) return null;
      const { checkpointNo, size, root, at, keyId, line } = checkpoint;
      return {
        ...{ checkpointNo: String(checkpointNo), size: String(size), root, at: sayInstant(at), keyId, line },
        items: agendaOf(record),
        issuer: convenorOf(record),
      };
    },
  }),
];
