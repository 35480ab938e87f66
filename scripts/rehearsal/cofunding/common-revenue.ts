// The estate spends some of its own money: proposed by one, approved by two others, paid by a fourth hand; above the limit only as its owners vote.
import { randomUUID } from 'node:crypto';
import { today } from './money';
import type { Stage } from './stage';

/** What was spent, by fund and purpose, in fen. */
const SPENDINGS = [
  { fund: 'commonIncome', purpose: 'repair', amountFen: 321_098 },
  { fund: 'feeSurplus', purpose: 'greening', amountFen: 100_001 },
] as const;

export async function spendCommonRevenue(stage: Stage): Promise<void> {
  const { people, diary, plan } = stage;
  const { oldCommittee: committee } = people;
  for (const spending of SPENDINGS) {
    const { at } = await approved(stage, spending);
    await committee.post(`${at}/payment`, { happenedOn: today() });
    diary.note('spent', spending.fund, spending.purpose, spending.amountFen);
    await committee.refuses('common-spending-paid', `${at}/payment`, { happenedOn: today() });
  }
  const amountFen = plan.policy.disclosure.spendingLimitFen.value + 1;
  const { at } = await approved(stage, { fund: 'commonIncome', purpose: 'activity', amountFen });
  await committee.refuses('common-vote-needed', `${at}/payment`, { happenedOn: today() });
}

/** Proposed by the firm; neither it nor one person alone approves. Answers where the spending is. */
async function approved(
  { people, firm }: Stage,
  spending: { fund: string; purpose: string; amountFen: number },
): Promise<{ at: string }> {
  const { oldCommittee: committee, community, estateId } = people;
  const spendingId = randomUUID();
  const all = `/v1/estates/${estateId}/common-spending`;
  const at = `${all}/${spendingId}`;
  await firm.post(all, { spendingId, ...spending, payeeText: '中标单位', reasonText: '业委会例会研究同意' });
  await committee.post(`${at}/approvals`);
  await committee.refuses('spending-already-approved', `${at}/approvals`, {});
  await committee.refuses('common-spending-unapproved', `${at}/payment`, { happenedOn: today() });
  await community.post(`${at}/approvals`);
  return { at };
}
