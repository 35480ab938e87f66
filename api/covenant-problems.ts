// Refusals of the owners' covenant. Registered in problems.ts.
import type { ProblemKind } from './problems';

const conflict = (zh: string, en: string): ProblemKind => ({ status: 409, title: { zh, en } });
const rule = (zh: string, en: string): ProblemKind => ({ status: 422, title: { zh, en } });

export const COVENANT_PROBLEMS = {
  'covenant-resolution-unknown': rule(
    '本小区没有会议作出这项拟写入规约的决议',
    'No meeting of this estate has resolved this for the covenant',
  ),
  'covenant-already-adopted': conflict('该草案已经生效为规约', 'The draft is already adopted'),
  'covenant-text-erased': conflict('草案文本已不完整', 'A text of the draft is no longer there'),
  'covenant-vote-running': conflict('业主正在对该草案表决', 'The owners are voting on this draft'),
  'covenant-vote-not-here': rule('不是本小区全体业主的表决', 'That is no vote of all owners of this estate'),
  'covenant-vote-other-text': rule(
    '该表决的议题不是本草案的这一文本',
    'The agenda of that vote does not name this draft with this text',
  ),
  'covenant-vote-not-certified': conflict('该表决结果尚未确认', 'The result of that vote is not certified'),
  'covenant-vote-not-passed': rule('业主没有通过该草案', 'The owners did not pass the draft'),
  'covenant-vote-outdated': conflict('现行规约依据的表决更晚', 'A version rests on a later vote'),
  'covenant-in-force-too-early': rule(
    '生效日期早于表决确认之日或上一版生效之日',
    'It would be in force before the vote was certified, or before the version that it replaces',
  ),
} satisfies Record<string, ProblemKind>;
