// Whether a template fits its kind of paper: every name in it exists where it stands, and everything that law wants said is said.
import type { TemplatePart, TemplateProblem, TemplateText } from './template';
import { parseTemplate } from './template';
import type { Vocabulary } from './vocabulary';

/** What a template is measured against. `required` are names, `list.name` for one of a list's entries. */
export interface TemplateDemands {
  vocabulary: Vocabulary;
  required: readonly string[];
}

/** Everything wrong with a template, in the order of its lines; empty: it may be used. */
export function checkTemplate(source: string, { vocabulary, required }: TemplateDemands): TemplateProblem[] {
  const { parts, problems } = parseTemplate(source);
  const certain = new Set<string>();
  const seen: Seen = { problems, certain };
  walk(parts, [{ path: '', vocabulary }], seen, true);
  if (problems.length === 0) {
    for (const name of required)
      if (!certain.has(name)) problems.push({ code: 'required-placeholder-missing', line: 0, name });
  }
  return problems.sort((a, b) => a.line - b.line);
}

interface Scope {
  path: string;
  vocabulary: Vocabulary;
}

interface Seen {
  problems: TemplateProblem[];
  /** Names that are printed whatever the data are: those under an `@if` are not, unless the `@if` asks for that very name. */
  certain: Set<string>;
}

function walk(parts: readonly TemplatePart[], scopes: readonly Scope[], seen: Seen, isCertain: boolean): void {
  const use = (text: TemplateText, line: number, inner = scopes): void => {
    for (const piece of text) {
      if (typeof piece === 'string') continue;
      const found = lookUp(inner, piece.name);
      if (found?.meaning !== 'text') seen.problems.push({ code: 'unknown-placeholder', line, name: piece.name });
      else if (isCertain) seen.certain.add(found.path);
    }
  };
  for (const part of parts) {
    switch (part.kind) {
      case 'line':
        use(part.text, part.line);
        break;
      case 'signatures':
        for (const label of part.labels) use(label, part.line);
        break;
      case 'qr':
        use(part.code, part.line);
        use(part.caption, part.line);
        break;
      case 'page':
        break;
      case 'table': {
        const inner = listScope(part.list, part.line, scopes, seen);
        if (inner === null) break;
        if (part.columns.length === 0) seen.problems.push({ code: 'broken-column', line: part.line, name: part.list });
        for (const column of part.columns) use(column.text, column.line, [...scopes, inner]);
        break;
      }
      case 'each': {
        const inner = listScope(part.list, part.line, scopes, seen);
        if (inner !== null) walk(part.parts, [...scopes, inner], seen, isCertain);
        break;
      }
      case 'if':
      case 'unless': {
        const found = lookUp(scopes, part.name);
        if (found === undefined) {
          seen.problems.push({ code: 'unknown-placeholder', line: part.line, name: part.name });
          break;
        }
        // What an empty text or list would print is nothing anyway, so its own `@if` takes nothing away.
        const asksForItself: Seen = { problems: seen.problems, certain: new Set() };
        walk(part.parts, scopes, asksForItself, true);
        for (const path of asksForItself.certain)
          if (isCertain && part.kind === 'if' && (path === found.path || path.startsWith(`${found.path}.`)))
            seen.certain.add(path);
        break;
      }
    }
  }
}

function listScope(list: string, line: number, scopes: readonly Scope[], seen: Seen): Scope | null {
  const found = lookUp(scopes, list);
  if (found !== undefined && found.meaning !== 'text') return { path: found.path, vocabulary: found.meaning };
  seen.problems.push({ code: 'unknown-list', line, name: list });
  return null;
}

/** The innermost meaning of a name, as filling takes it. */
function lookUp(scopes: readonly Scope[], name: string): { path: string; meaning: 'text' | Vocabulary } | undefined {
  for (const { path, vocabulary } of [...scopes].reverse()) {
    const meaning = Object.hasOwn(vocabulary, name) ? vocabulary[name] : undefined;
    if (meaning !== undefined) return { path: path === '' ? name : `${path}.${name}`, meaning };
  }
  return undefined;
}
