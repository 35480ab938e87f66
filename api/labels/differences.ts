// What a difference that the auditor found is, and what is to be done about it, in the words of whoever reads the list.
import type { DifferenceKind } from '../../store/audit/differences';
import type { Lang } from '../problems';

interface Words {
  is: Record<Lang, string>;
  todo: Record<Lang, string>;
}

const words = (is: [zh: string, en: string], todo: [zh: string, en: string]): Words => ({
  is: { zh: is[0], en: is[1] },
  todo: { zh: todo[0], en: todo[1] },
});

const REPAIR: [string, string] = ['核对后执行修复，并写明理由', 'Look at it, then repair it with a reason'];
const RECORD: [string, string] = [
  '记录被改动过：查明何人何时改动，按备份恢复，下次核对即消除',
  'The record was changed: find out by whom and when, restore it from a backup; the next audit then finds it whole',
];

export const DIFFERENCE_LABELS: Record<DifferenceKind, Words> = {
  chainBroken: words(['记录链断开', 'An event was changed or taken out'], RECORD),
  ledgerDiffers: words(['选票与校验树不符', 'Ballots are not those that were signed for'], RECORD),
  moneyDiffers: words(['账簿分录自身不平', 'Entries of the ledger do not add up'], RECORD),
  balancesDiffer: words(['账户余额与分录不符', 'Balances are not the sums of their entries'], REPAIR),
  totalDiffers: words(['累计数与明细不符', 'A kept sum is not that of its parts'], REPAIR),
  bookingDiffers: words(
    ['收付记录与账簿不符', 'A payment and its posting do not say the same'],
    [
      '对照银行流水、收据或平台记录查明哪一边正确，按备份恢复被改动的一边；不得删改另一边来凑平',
      'Hold both against the statement, receipt or provider, and restore the one that was changed from a backup; never bend the other to fit',
    ],
  ),
  postingUnknown: words(
    ['账簿或到账款没有来源记录', 'A posting, or money that came in, of which no record knows'],
    [
      '查明款项来源：记录被删除的按备份恢复；查不到来源的不得动用，报区级处理',
      'Find out where it is from: restore a record that was deleted; what has no origin is not touched and goes to the district',
    ],
  ),
  refundBeyondPaid: words(
    ['退款多于收款', 'More went back than was paid in'],
    [
      '停止向该付款人再退款，对照银行记录核实多退数额并追回',
      'Give this payer nothing more, see by the bank what went out too much, and get it back',
    ],
  ),
  viewDiffers: words(['查询数据与记录不符', 'The read model is not the fold of the events'], REPAIR),
  obligationsDiffer: words(['待办与记录不符', 'Open duties are not those of the record'], REPAIR),
  obligationOrphaned: words(['待办所属程序不存在', 'A duty of a process that is not there'], REPAIR),
  runMissing: words(['程序未在引擎中运行', 'Open on record, and no run'], REPAIR),
  runDiverged: words(['引擎与记录不一致，已停止', 'The run ended because engine and record disagreed'], REPAIR),
  runDiffers: words(['引擎与记录进度不一致', 'The run stands at another event than the record'], REPAIR),
  timerPastDue: words(['到期步骤未自动进行', 'What should have happened by itself did not'], REPAIR),
  runOfClosed: words(['已办结程序仍在运行', 'A run of a process that is closed'], REPAIR),
  runUnknown: words(['运行中的程序无记录', 'A run of a process that the record does not know'], REPAIR),
  outboxStuck: words(['待发事项卡住', 'An entry of the outbox does not get out'], REPAIR),
};
