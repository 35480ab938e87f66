// What the QR code of a printed ballot says: the address of that paper in the API, under which its return and its entries are recorded.

/** `/v1/votes/{voteId}/papers/{serialNo}`: with `/entries` behind it, the operation enterPaper. */
export const serialCode = (voteId: string, serialNo: number): string => `/v1/votes/${voteId}/papers/${serialNo}`;
