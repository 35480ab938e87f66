// The text of a draft of the owners' covenant (管理规约) as one string, and the item of the owners' vote that names it. Whoever has the articles
// can make both again, so what was voted on is what is adopted.
import type { AgendaItem } from '../owners-vote/count-types';

export interface Article {
  /** Stays with the article from version to version, whatever its number. */
  key: string;
  text: string;
}

/** Numbered in their order, a blank line between. Its SHA-256 (UTF-8) names the draft. */
export const covenantText = (articles: readonly Article[]): string =>
  articles.map(({ text }, index) => `第${index + 1}条　${text}`).join('\n\n');

/** Civil Code art. 278 para. 1 (2): making and amending the covenant. */
export const COVENANT_MATTER = 2;

/** The item of an owners' vote that decides on a draft: named after it, with the hash of its whole text in the title that owners see. */
export const covenantItem = ({ draftId, textSha256 }: { draftId: string; textSha256: string }): AgendaItem => ({
  kind: 'yesNo',
  itemId: draftId,
  matter: COVENANT_MATTER,
  titleText: `通过《管理规约》草案（全文 SHA-256：${textSha256}）`,
});
