// What stands on a page, whatever the file: the one model from which both PDF and docx are made.
import type { LineStyle } from './template';

export type Block =
  | { kind: 'line'; style: LineStyle; text: string }
  | { kind: 'signatures'; labels: string[] }
  | { kind: 'qr'; code: string; caption: string }
  | { kind: 'page' }
  | { kind: 'table'; columns: { title: string; width: number }[]; rows: string[][] };

/** At the foot of every page, whatever the template says. */
export interface Footer {
  title: string;
  processId: string;
  hash: string;
  article: string;
  /** Of the first issue, in China time, as it is printed. */
  issuedAt: string;
}

/** One paper. A document may bind several (the ballots of a stairwell); each keeps its own footer and hash. */
export interface Sheet {
  blocks: Block[];
  footer: Footer;
}
