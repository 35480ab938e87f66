// The published texts that the machine itself writes when it launches a process, by code: workflow histories hold no Chinese text.
export const LABEL_TEXTS: Readonly<Record<string, string>> = {
  committeeElection: '选举业主委员会委员',
  byElection: '补选业主委员会委员',
  rulesOfProcedure: '通过业主大会议事规则',
  covenant: '通过管理规约',
};
