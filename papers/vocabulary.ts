// What a template may say about a kind of paper: a vocabulary names every text and every list that the paper's data have.
// A paper's data are plain strings, ready to be printed; the same strings are what the paper's hash stands for.

/** `text`: one line or several, perhaps empty. A nested vocabulary: a list, each of whose entries has these texts. */
export type Vocabulary = { readonly [name: string]: 'text' | Vocabulary };

/** The data of a vocabulary: a string for each text, an array for each list. */
export type DataOf<V extends Vocabulary> = {
  -readonly [K in keyof V]: V[K] extends Vocabulary ? DataOf<V[K]>[] : string;
};

export interface PaperData {
  [name: string]: string | PaperData[];
}

/** What every paper says of its process. */
export const COMMON = {
  estate: 'text',
  community: 'text',
  street: 'text',
  district: 'text',
  /** The article of law the paper rests on. */
  article: 'text',
} as const satisfies Vocabulary;
