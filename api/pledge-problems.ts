// Refusals of pledges and of the shares behind them. Registered in problems.ts.
import { conflict, rule, type ProblemKind } from './problem-kinds';

export const PLEDGE_PROBLEMS = {
  'shares-not-workable': rule('按此规则算不出各户应分摊数', 'No shares can be worked out by this rule'),
  'pledging-not-open': conflict('认筹尚未开始', 'Pledging has not begun'),
  'pledging-over': conflict('认筹已经截止', 'The time to pledge is over'),
  'pledging-suspended': conflict('认筹已中止', 'Pledging is suspended'),
  'right-already-pledged': conflict('此户已经认筹', 'This household has pledged already'),
  'right-pays-nothing': rule('此户不分摊，无须认筹', 'This household pays nothing, so it pledges nothing'),
  'pledge-not-the-share': rule('认筹金额应与应分摊数一致', 'A pledge is for the share of the household'),
  'pledge-out-of-range': rule('认筹金额不在最低额与最高额之间', 'The amount is not between the least and the most'),
  'pledge-above-cap': rule('认筹总额将超过上限', 'All pledges together would exceed the cap'),
  'pledge-not-found': rule('没有此认筹', 'There is no such pledge'),
  'pledge-ended': conflict('此认筹已撤回或被剔除', 'This pledge was withdrawn or struck'),
  'pledge-paid': conflict('此认筹已付款，不能撤回', 'This pledge is paid: it cannot be taken back any more'),
  'pledge-needs-no-confirmation': conflict('此认筹就是针对现行方案的', 'This pledge is for the present plan already'),
  'not-your-pledge': { status: 403, title: { zh: '只能办理自己的认筹', en: 'This is not your pledge' } },
  'not-on-the-roll': {
    status: 403,
    title: { zh: '您不在此项目的名册上', en: 'You are not on the roll of this project' },
  },
} satisfies Record<string, ProblemKind>;
