// Templates: what they may say, how they are refused, and that every built-in one fits its kind.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checkTemplate } from '../../papers/check-template';
import { fillTemplate } from '../../papers/fill';
import { PAPER_KINDS } from '../../papers/kinds';
import { sayEnd } from '../../papers/say';
import { parseTemplate, TEMPLATE_LIMITS } from '../../papers/template';

const DIRECTORY = path.join(__dirname, '../../papers/templates');
const builtIn = (code: string): string => readFileSync(path.join(DIRECTORY, `${code}.txt`), 'utf8');

const demands = {
  vocabulary: { estate: 'text', article: 'text', warning: 'text', members: { name: 'text' } },
  required: ['article', 'members.name', 'warning'],
} as const;
const GOOD = '依据{{article}}\n@table members\n姓名 | 10 | {{name}}\n@end\n@if warning\n{{warning}}\n@end';
const faults = (source: string): string[] =>
  checkTemplate(source, demands).map(({ code, line, name }) => `${line} ${code} ${name}`);

describe('the built-in templates', () => {
  it('are one for each kind, and no other', () => {
    expect(readdirSync(DIRECTORY).sort()).toEqual(PAPER_KINDS.map(({ code }) => `${code}.txt`).sort());
  });

  it.each(PAPER_KINDS.map((kind) => [kind.title.zh, kind] as const))('%s fits its kind', (_title, kind) => {
    expect(checkTemplate(builtIn(kind.code), kind)).toEqual([]);
  });

  it.each(PAPER_KINDS.map((kind) => [kind.title.zh, kind] as const))(
    '%s is refused once something that law wants is taken out of it, by its name',
    (_title, kind) => {
      for (const required of kind.required) {
        const name = required.split('.').at(-1) ?? '';
        const without = builtIn(kind.code).replaceAll(`{{${name}}}`, 'x');
        const problems = checkTemplate(without, kind);
        expect(problems.map((problem) => problem.name)).toContain(required);
      }
    },
  );
});

describe('the end of a time', () => {
  it('at midnight is the end of the day before, a minute later it is that minute', () => {
    expect(sayEnd('2026-03-17T16:00:00.000Z')).toBe('2026年3月17日 24:00');
    expect(sayEnd('2026-03-17T16:01:00.000Z')).toBe('2026年3月18日 00:01');
    expect(sayEnd('2026-03-17T15:59:00.000Z')).toBe('2026年3月17日 23:59');
    expect(sayEnd(null)).toBe('');
  });
});

describe('a template', () => {
  it('that says what it must is taken', () => expect(faults(GOOD)).toEqual([]));

  it('with a placeholder that nothing stands for is refused with its name and line', () => {
    expect(faults(`${GOOD}\n{{ownerPhone}}`)).toEqual(['8 unknown-placeholder ownerPhone']);
  });

  it('that names a list where a text is wanted, or a text where a list is, is refused', () => {
    expect(faults(`${GOOD}\n{{members}}`)).toEqual(['8 unknown-placeholder members']);
    expect(faults(`${GOOD}\n@each estate\n@end`)).toEqual(['8 unknown-list estate']);
  });

  it('that prints one entry of a list outside the list is refused', () => {
    expect(faults(`${GOOD}\n{{name}}`)).toEqual(['8 unknown-placeholder name']);
  });

  it('that borrows a name from every object is refused', () => {
    expect(faults(`${GOOD}\n{{constructor}}{{toString}}`)).toEqual([
      '8 unknown-placeholder constructor',
      '8 unknown-placeholder toString',
    ]);
  });

  it('with a section that is not closed, or closed twice, is refused with the line', () => {
    expect(faults(`@each members\n{{name}}\n${GOOD}`)).toEqual(['1 unbalanced-section @each']);
    expect(faults(`${GOOD}\n@end`)).toEqual(['8 unbalanced-section @end']);
  });

  it('with sections nested deeper than four is refused, four are taken', () => {
    const nested = (depth: number) => `${GOOD}\n${'@if estate\n'.repeat(depth)}x\n${'@end\n'.repeat(depth)}`;
    expect(faults(nested(TEMPLATE_LIMITS.depth))).toEqual([]);
    expect(faults(nested(TEMPLATE_LIMITS.depth + 1))).toEqual(['12 unbalanced-section @if estate']);
  });

  it.each(['{{article', '{{}}', '{{art icle}}', '{{Article}}', 'article}}', '{{{{article}}}}'])(
    'with the broken placeholder %s is refused',
    (words) => expect(faults(`${GOOD}\n${words}`)[0]).toMatch(/^8 broken-placeholder/),
  );

  it.each(['@tables members', '@page now', '@qr', '@sign', '@if', '@each 名单', '@'])(
    'with the unknown instruction %s is refused',
    (words) => expect(faults(`${GOOD}\n${words}`)).toEqual([`8 unknown-directive ${words}`]),
  );

  it.each(['姓名', '姓名 | 宽 | {{name}}', '姓名 | 0 | {{name}}', '姓名 | 100 | {{name}}', '{{name}} | 10 | x'])(
    'with the broken column %s is refused',
    (column) =>
      expect(faults(`${GOOD}\n@table members\n${column}\n@end`)).toContainEqual(
        expect.stringMatching(/^9 broken-column/),
      ),
  );

  it('that prints what law wants only under a condition of its own making is refused', () => {
    expect(faults(GOOD.replace('@if warning', '@if estate'))).toEqual(['0 required-placeholder-missing warning']);
    expect(faults(`@unless warning\n${GOOD}\n@end`)).toEqual([
      '0 required-placeholder-missing article',
      '0 required-placeholder-missing members.name',
      '0 required-placeholder-missing warning',
    ]);
  });

  it('that hides a list only when it is empty says what it must', () => {
    const hidden = GOOD.replace('@table', '@if members\n@table').replace('{{name}}\n@end', '{{name}}\n@end\n@end');
    expect(faults(hidden)).toEqual([]);
  });

  it('with nothing in it, or with too much, is refused', () => {
    expect(faults('\n% a remark\n')).toEqual(['0 empty-template ']);
    expect(faults('字'.repeat(TEMPLATE_LIMITS.characters + 1))).toEqual(['0 template-too-long ']);
    expect(faults(`${GOOD}${'\n'.repeat(TEMPLATE_LIMITS.lines - 7)}`)).toEqual([]);
    expect(faults(`${GOOD}${'\n'.repeat(TEMPLATE_LIMITS.lines - 6)}`)).toEqual(['0 template-too-long ']);
  });

  it('may come from Windows and begin with a byte order mark', () => {
    expect(faults(`\ufeff${GOOD.replaceAll('\n', '\r\n')}`)).toEqual([]);
  });
});

describe('filling a template', () => {
  const blocks = (source: string, data: Parameters<typeof fillTemplate>[1]) =>
    fillTemplate(parseTemplate(source).parts, data);

  it('never reads data as template', () => {
    const nasty = '# {{article}}\n@page | }} {{';
    expect(blocks('{{estate}}', { estate: nasty })).toEqual([
      { kind: 'line', style: 'paragraph', text: '# {{article}}' },
      { kind: 'line', style: 'paragraph', text: '@page | }} {{' },
    ]);
  });

  it('prints the head of a table without entries, and nothing of a list without entries', () => {
    expect(blocks('@table members\n姓名|10|{{name}}\n@end\n@each members\n{{name}}\n@end', { members: [] })).toEqual([
      { kind: 'table', columns: [{ title: '姓名', width: 10 }], rows: [] },
    ]);
  });

  it('leaves out what is conditional on an empty text or list, and says its opposite', () => {
    const source = '@if a\n有{{a}}\n@end\n@unless a\n无\n@end';
    expect(blocks(source, { a: '甲' })).toEqual([{ kind: 'line', style: 'paragraph', text: '有甲' }]);
    expect(blocks(source, { a: '' })).toEqual([{ kind: 'line', style: 'paragraph', text: '无' }]);
  });

  it('finds a name in the entry before the paper around it', () => {
    const data = { title: '外', items: [{ title: '内' }] };
    expect(blocks('{{title}}\n@each items\n{{title}}\n@end', data)).toMatchObject([{ text: '外' }, { text: '内' }]);
  });

  it('refuses to print a template that was not checked', () => {
    expect(() => blocks('{{phone}}', {})).toThrow('phone');
  });
});
