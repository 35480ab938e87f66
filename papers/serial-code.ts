// What the QR codes of papers that are filled in by hand say: the address in the API under which what was written on them is recorded.

/** `/v1/votes/{voteId}/papers/{serialNo}`: with `/entries` behind it, the operation enterPaper. */
export const serialCode = (voteId: string, serialNo: number): string => `/v1/votes/${voteId}/papers/${serialNo}`;

/** `/v1/cofundings/{projectId}/paper-pledges`: the operation recordPaperPledge, a call for each line that was signed. */
export const paperPledgesCode = (projectId: string): string => `/v1/cofundings/${projectId}/paper-pledges`;
