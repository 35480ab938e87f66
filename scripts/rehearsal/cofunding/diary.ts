// What the people of the rehearsal really paid, got back and were paid, written down where they do it: the platform's books are held against it.

/** Whole fen by project and source; `unmatched` is money of which nobody knows whose it is. */
export class Diary {
  private readonly sums = new Map<string, bigint>();

  /** Money that changed hands, once, whoever tells of it how often. */
  note(what: 'in' | 'back' | 'spent', projectId: string, source: string, fen: number): void {
    const key = `${projectId}|${source}|${what}`;
    this.sums.set(key, (this.sums.get(key) ?? 0n) + BigInt(fen));
  }

  sum(what: 'in' | 'back' | 'spent', projectId: string, source: string): bigint {
    return this.sums.get(`${projectId}|${source}|${what}`) ?? 0n;
  }

  sources(projectId: string): string[] {
    const keys = [...this.sums.keys()].map((key) => key.split('|'));
    return [...new Set(keys.flatMap(([project, source]) => (project === projectId ? [source ?? ''] : [])))].sort();
  }
}
