// What the people of the rehearsal really paid, got back and were paid, written down where they do it: the platform's books are held against it.

type What = 'in' | 'back' | 'spent';

/** One payer of a project: whole fen paid and got back. */
export interface PaidBack {
  in: bigint;
  back: bigint;
}

/** Whole fen by project and source, and by payer; `unmatched` is money of which nobody knows whose it is. The estate's own funds stand by their name. */
export class Diary {
  private readonly sums = new Map<string, bigint>();
  private readonly ofPayers = new Map<string, Map<string, PaidBack>>();

  /** Money that changed hands, once, whoever tells of it how often. `rightNo`: of the household that paid or got it. */
  note(what: What, projectId: string, source: string, fen: number, rightNo?: number): void {
    const key = `${projectId}|${source}|${what}`;
    this.sums.set(key, (this.sums.get(key) ?? 0n) + BigInt(fen));
    if (what === 'spent') return;
    const payers = this.ofPayers.get(projectId) ?? new Map<string, PaidBack>();
    this.ofPayers.set(projectId, payers);
    const name = rightNo === undefined ? source : `${source} ${rightNo}`;
    const payer = payers.get(name) ?? { in: 0n, back: 0n };
    payers.set(name, { ...payer, [what]: payer[what] + BigInt(fen) });
  }

  sum(what: What, projectId: string, source: string): bigint {
    return this.sums.get(`${projectId}|${source}|${what}`) ?? 0n;
  }

  /** Over all sources. */
  total(what: What, projectId: string): bigint {
    return this.sources(projectId).reduce((sum, source) => sum + this.sum(what, projectId, source), 0n);
  }

  sources(projectId: string): string[] {
    const keys = [...this.sums.keys()].map((key) => key.split('|'));
    return [...new Set(keys.flatMap(([project, source]) => (project === projectId ? [source ?? ''] : [])))].sort();
  }

  /** By source, a household by the number of its right beside it. */
  payers(projectId: string): ReadonlyMap<string, PaidBack> {
    return this.ofPayers.get(projectId) ?? new Map();
  }
}
