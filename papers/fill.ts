// Template and data make blocks. The template has been checked against the kind's vocabulary; data put into it are text and nothing else.
import type { Block } from './blocks';
import type { TemplatePart, TemplateText } from './template';
import type { PaperData } from './vocabulary';

/** Blocks in order. A paragraph of which nothing is left is not printed; an empty table keeps its head. */
export const fillTemplate = (parts: readonly TemplatePart[], data: PaperData): Block[] => fill(parts, [data]);

function fill(parts: readonly TemplatePart[], scopes: readonly PaperData[]): Block[] {
  const say = (text: TemplateText): string => wordsOf(text, scopes);
  return parts.flatMap((part): Block[] => {
    switch (part.kind) {
      case 'line':
        // Every line of a text that somebody wrote is a paragraph of its own.
        return say(part.text)
          .split('\n')
          .filter((text) => text.trim() !== '')
          .map((text) => ({ kind: 'line', style: part.style, text }));
      case 'signatures':
        return [{ kind: 'signatures', labels: part.labels.map(say) }];
      case 'qr':
        return [{ kind: 'qr', code: say(part.code), caption: say(part.caption) }];
      case 'page':
        return [{ kind: 'page' }];
      case 'table':
        return [
          {
            kind: 'table',
            columns: part.columns.map(({ title, width }) => ({ title, width })),
            rows: listIn(scopes, part.list).map((row) =>
              part.columns.map(({ text }) => wordsOf(text, [...scopes, row])),
            ),
          },
        ];
      case 'each':
        return listIn(scopes, part.list).flatMap((row) => fill(part.parts, [...scopes, row]));
      case 'if':
        return isThere(meaningOf(scopes, part.name)) ? fill(part.parts, scopes) : [];
      case 'unless':
        return isThere(meaningOf(scopes, part.name)) ? [] : fill(part.parts, scopes);
    }
  });
}

const wordsOf = (text: TemplateText, scopes: readonly PaperData[]): string =>
  text
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      const found = meaningOf(scopes, piece.name);
      if (typeof found !== 'string') throw new Error(`the template was not checked: ${piece.name} is no text`);
      return found;
    })
    .join('');

function listIn(scopes: readonly PaperData[], name: string): PaperData[] {
  const found = meaningOf(scopes, name);
  if (!Array.isArray(found)) throw new Error(`the template was not checked: ${name} is no list`);
  return found;
}

const meaningOf = (scopes: readonly PaperData[], name: string): string | PaperData[] | undefined =>
  scopes.findLast((scope) => Object.hasOwn(scope, name))?.[name];

const isThere = (value: string | PaperData[] | undefined): boolean => value !== undefined && value.length > 0;
