// The template of a paper: plain text, one instruction per line, which a street can read and change. docs/papers.md has the format.
// Parsing says what is on each line; whether its names mean anything for a kind of paper is check-template.ts.

/** Literal pieces and `{{names}}` in turn. What stands in for a name is never read as template again. */
export type TemplateText = readonly (string | { readonly name: string })[];

export type LineStyle = 'title' | 'heading' | 'paragraph' | 'right' | 'bullet' | 'note';

export interface Column {
  title: string;
  /** Share of the table's width; all columns together are the whole. */
  width: number;
  text: TemplateText;
  line: number;
}

export type TemplatePart =
  | { kind: 'line'; style: LineStyle; text: TemplateText; line: number }
  | { kind: 'signatures'; labels: TemplateText[]; line: number }
  | { kind: 'qr'; code: TemplateText; caption: TemplateText; line: number }
  | { kind: 'page'; line: number }
  | { kind: 'table'; list: string; columns: Column[]; line: number }
  | { kind: 'each'; list: string; parts: TemplatePart[]; line: number }
  | { kind: 'if' | 'unless'; name: string; parts: TemplatePart[]; line: number };

export type TemplateFault =
  | 'empty-template'
  | 'template-too-long'
  | 'unknown-directive'
  | 'broken-placeholder'
  | 'broken-column'
  | 'unbalanced-section'
  | 'unknown-placeholder'
  | 'unknown-list'
  | 'required-placeholder-missing';

/** `name`: the placeholder, list or instruction concerned, at most 60 characters of it; `line` counts from 1, 0 is the whole template. */
export interface TemplateProblem {
  code: TemplateFault;
  line: number;
  name: string;
}

export const TEMPLATE_LIMITS = { characters: 20_000, lines: 400, depth: 4 };

const NAME = /^[a-z][A-Za-z0-9]{0,39}$/;
const STYLES: readonly [string, LineStyle][] = [
  ['## ', 'heading'],
  ['# ', 'title'],
  ['> ', 'right'],
  ['- ', 'bullet'],
  ['! ', 'note'],
];

interface OpenSection {
  part: Extract<TemplatePart, { kind: 'table' | 'each' | 'if' | 'unless' }>;
  into: TemplatePart[];
}

export function parseTemplate(source: string): { parts: TemplatePart[]; problems: TemplateProblem[] } {
  const problems: TemplateProblem[] = [];
  const fail = (code: TemplateFault, line: number, name = ''): void => {
    problems.push({ code, line, name: name.slice(0, 60) });
  };
  const lines = source.replace(/^\ufeff/, '').split(/\r\n?|\n/);
  if (source.length > TEMPLATE_LIMITS.characters || lines.length > TEMPLATE_LIMITS.lines) {
    fail('template-too-long', 0);
    return { parts: [], problems };
  }
  const root: TemplatePart[] = [];
  const open: OpenSection[] = [];
  for (const [index, raw] of lines.entries()) {
    const line = index + 1;
    const text = raw.trim();
    const inner = open.at(-1);
    const into = inner === undefined ? root : inner.into;
    const read = (words: string): TemplateText => parseText(words, (name) => fail('broken-placeholder', line, name));
    // A line that begins with `%` is for whoever edits the template.
    if (text === '' || text.startsWith('%')) continue;
    if (text === '@end') {
      if (open.pop() === undefined) fail('unbalanced-section', line, '@end');
    } else if (inner?.part.kind === 'table') {
      const column = columnOf(text, line, read);
      if (column === null) fail('broken-column', line, text);
      else inner.part.columns.push(column);
    } else if (text.startsWith('@')) {
      const part = directiveOf(text, line, read);
      if (part === null) fail('unknown-directive', line, text);
      else {
        into.push(part);
        if ('columns' in part) open.push({ part, into: [] });
        if ('parts' in part) open.push({ part, into: part.parts });
        if (open.length > TEMPLATE_LIMITS.depth) fail('unbalanced-section', line, text);
      }
    } else {
      const [mark, style] = STYLES.find(([start]) => text.startsWith(start)) ?? ['', 'paragraph' as const];
      into.push({ kind: 'line', style, text: read(text.slice(mark.length).trim()), line });
    }
  }
  for (const { part } of open) fail('unbalanced-section', part.line, `@${part.kind}`);
  if (root.length === 0) fail('empty-template', 0);
  return { parts: root, problems };
}

type ReadText = (words: string) => TemplateText;

function directiveOf(text: string, line: number, read: ReadText): TemplatePart | null {
  const [word = '', ...rest] = text.split(/\s+/);
  const argument = rest.join(' ');
  switch (word) {
    case '@page':
      return argument === '' ? { kind: 'page', line } : null;
    case '@sign':
      return argument === '' ? null : { kind: 'signatures', labels: cellsOf(argument).map(read), line };
    case '@qr': {
      const [code = '', caption = '', ...more] = cellsOf(argument);
      return code === '' || more.length > 0 ? null : { kind: 'qr', code: read(code), caption: read(caption), line };
    }
    case '@table':
      return NAME.test(argument) ? { kind: 'table', list: argument, columns: [], line } : null;
    case '@each':
      return NAME.test(argument) ? { kind: 'each', list: argument, parts: [], line } : null;
    case '@if':
    case '@unless':
      return NAME.test(argument) ? { kind: word === '@if' ? 'if' : 'unless', name: argument, parts: [], line } : null;
    default:
      return null;
  }
}

/** `姓名 | 20 | {{name}}` */
function columnOf(text: string, line: number, read: ReadText): Column | null {
  const [title = '', width = '', words = '', ...more] = cellsOf(text);
  if (title === '' || title.includes('{{') || more.length > 0 || !/^[1-9]\d?$/.test(width)) return null;
  return { title, width: Number(width), text: read(words), line };
}

const cellsOf = (text: string): string[] => text.split('|').map((cell) => cell.trim());

function parseText(words: string, broken: (name: string) => void): TemplateText {
  const pieces: (string | { name: string })[] = [];
  let rest = words;
  while (rest !== '') {
    const start = rest.indexOf('{{');
    if (start < 0) break;
    const end = rest.indexOf('}}', start);
    const name = end < 0 ? rest.slice(start + 2) : rest.slice(start + 2, end).trim();
    if (end < 0 || !NAME.test(name)) {
      broken(name);
      return pieces;
    }
    if (start > 0) pieces.push(rest.slice(0, start));
    pieces.push({ name });
    rest = rest.slice(end + 2);
  }
  if (rest.includes('}}')) broken(rest);
  if (rest !== '') pieces.push(rest);
  return pieces;
}
