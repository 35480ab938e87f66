// The published texts that the machine itself writes when it launches a process, by code: workflow histories hold no Chinese text. `{owner}` is
// the name of the owner whose id stands behind the code (`label:recallMember:<ownerId>`): who is voted on is published by name.
export const LABEL_TEXTS: Readonly<Record<string, string>> = {
  committeeElection: '选举业主委员会委员',
  byElection: '补选业主委员会委员',
  rulesOfProcedure: '通过业主大会议事规则',
  covenant: '通过管理规约',
  recallMember: '罢免{owner}的业主委员会委员职务',
};
