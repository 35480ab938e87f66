// Answers the operations of contracts/papers.ts: store/papers prepares, issues and prints.
import { checkTemplate } from '../../papers/check-template';
import { kindOf } from '../../papers/kinds';
import type { PaperKind } from '../../papers/kinds/kind';
import type { TemplateProblem } from '../../papers/template';
import type { Vocabulary } from '../../papers/vocabulary';
import { issuePapers, verifyPaper, type IssuedPaper } from '../../store/papers/issue';
import { packetZip, preparePacket } from '../../store/papers/packet';
import { listPapers, preparePapers, type PreparedPaper } from '../../store/papers/prepare';
import { Printer } from '../../store/papers/printer';
import { slipCode } from '../../store/desk/assistances';
import { createFieldCipher } from '../../store/crypto/field-cipher';
import type { CopiesWanted, Desk } from '../../store/papers/read-copies';
import { readProcessRecord, type ProcessRecord } from '../../store/papers/read-record';
import { addTemplateVersion, listTemplates, readTemplate } from '../../store/papers/templates';
import { openPayer } from '../../store/receipts/payer-details';
import { inTransaction, type Tx } from '../../store/transaction';
import type { Context, Download, Handlers } from '../context';
import { paperOperations as rows } from '../contracts/papers';
import type { Deps } from '../deps';
import { oncePerCommand } from '../once-per-command';
import { assertReader, readableKinds } from '../paper-readers';
import { Problem, problem, type Lang } from '../problems';

const TYPES = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
};

export function createPaperRoutes({ pool, time, keyRing }: Deps): Handlers<typeof rows> {
  const printer = new Printer();
  const cipher = createFieldCipher(keyRing);

  /** Everything a paper says comes from one moment of the record. */
  const onRecord = <T>(processId: string, work: (tx: Tx, record: ProcessRecord) => Promise<T>): Promise<T> =>
    inTransaction(
      pool,
      async (tx) => {
        const record = await readProcessRecord(tx, processId);
        if (record === undefined) throw problem('not-found');
        return work(tx, record);
      },
      { isolation: 'repeatable read' },
    );

  const issue = (papers: readonly PreparedPaper[], context: Context, at: Date): Promise<IssuedPaper[]> =>
    inTransaction(pool, (tx) => issuePapers(tx, papers, { at, byAccount: context.caller().accountId }));

  const deskOf = (context: Context, at: Date): Desk => ({
    accountId: context.caller().accountId,
    at,
    codeOf: (assistanceId) => slipCode(keyRing, assistanceId),
    nameOfPayer: (sealed) => openPayer(cipher, sealed)?.name ?? null,
  });

  const print = async (
    format: 'pdf' | 'docx',
    { processId, kind: code }: { processId: string; kind: string },
    wanted: CopiesWanted,
    context: Context,
  ): Promise<Download> => {
    const kind = kindCalled(code);
    await assertReader(pool, context, kind, processId);
    const at = await time.now();
    const papers = await onRecord(processId, (tx, record) => {
      if (record.kind !== kind.process) throw problem('not-found');
      return preparePapers(tx, record, kind, { ...wanted, desk: deskOf(context, at) });
    });
    const issued = await issue(papers, context, at);
    const content = await printer.print({ format, sheets: issued.map(({ sheet }) => sheet) });
    const title = papers[0]?.title ?? kind.title.zh;
    return { contentType: TYPES[format], fileName: `${title}-${processId}.${format}`, content };
  };

  return {
    async listProcessPapers({ params: { processId } }, context) {
      const desk = deskOf(context, await time.now());
      const states = await onRecord(processId, (tx, record) => listPapers(tx, record, desk));
      const isReadable = await readableKinds(pool, context, processId);
      const shown = states.filter(({ kind }) => isReadable(kind));
      const items = shown.map(({ kind, article, copies, hash }) => ({
        ...{ kind: kind.code, title: kind.title, article, copies: kind.copies, count: copies, hash },
      }));
      return { items };
    },
    getPaperPdf: ({ params, query }, context) => print('pdf', params, query, context),
    getPaperDocx: ({ params, query }, context) => print('docx', params, query, context),

    async getFilingPacket({ params: { processId } }, context) {
      const at = await time.now();
      const packet = await onRecord(processId, (tx, record) => {
        if (record.kind !== 'election') throw problem('not-found');
        return preparePacket(tx, record);
      });
      const issued = await issue(packet.papers, context, at);
      const content = await packetZip(printer, packet, issued, at);
      return { contentType: 'application/zip', fileName: `备案材料-${processId}.zip`, content };
    },

    async verifyPaper({ params: { hash } }) {
      const found = await verifyPaper(pool, hash);
      if (found === undefined) throw problem('not-found');
      return { ...found, title: kindCalled(found.kind).title, isCurrent: found.currentHash === hash };
    },

    async listPaperTemplates({ params: { placeId } }) {
      const states = await listTemplates(pool, placeId);
      return { items: states.map((state) => ({ ...state, title: kindCalled(state.kind).title })) };
    },
    async getPaperTemplate({ params: { placeId, kind } }) {
      const { vocabulary, required } = kindCalled(kind);
      return { ...(await readTemplate(pool, placeId, kind)), names: namesIn(vocabulary), required: [...required] };
    },
    async putPaperTemplate({ params, body }, context) {
      const broken = checkTemplate(body.source, kindCalled(params.kind));
      if (broken.length > 0) throw templateBroken(broken, context.lang);
      return oncePerCommand(rows.putPaperTemplate, { params, body }, context, (tx, at) =>
        changeTemplate(tx, params, body.source, context, at),
      );
    },
    withdrawPaperTemplate: ({ params, body }, context) =>
      oncePerCommand(rows.withdrawPaperTemplate, { params, body }, context, (tx, at) =>
        changeTemplate(tx, params, null, context, at),
      ),
  };
}

async function changeTemplate(
  tx: Tx,
  { placeId, kind }: { placeId: string; kind: string },
  body: string | null,
  context: Context,
  at: Date,
): Promise<{ version: number; sha256: string }> {
  const { rows: places } = await tx.query<{ kind: string }>('select kind::text from place where id = $1', [placeId]);
  if (places[0]?.kind !== 'street') throw problem('not-a-street', { placeId });
  return addTemplateVersion(tx, { placeId, kind, body, at, byAccount: context.caller().accountId });
}

/** Every code in a contract or a row is one of the table's. */
function kindCalled(code: string): PaperKind {
  const kind = kindOf(code);
  if (kind === undefined) throw new Error(`no kind of paper is called ${code}`);
  return kind;
}

const namesIn = (vocabulary: Vocabulary, path = ''): string[] =>
  Object.entries(vocabulary).flatMap(([name, meaning]) =>
    meaning === 'text' ? [path + name] : namesIn(meaning, `${path}${name}.`),
  );

const FAULTS: Record<TemplateProblem['code'], Record<Lang, string>> = {
  'empty-template': { zh: '模板是空的', en: 'The template is empty' },
  'template-too-long': { zh: '模板太长', en: 'The template is too long' },
  'unknown-directive': { zh: '没有这种指令', en: 'There is no such instruction' },
  'broken-placeholder': { zh: '占位符写法不正确', en: 'The placeholder is malformed' },
  'broken-column': { zh: '表格的列写法不正确', en: 'The column is malformed' },
  'unbalanced-section': { zh: '段落没有成对，或嵌套太深', en: 'The section is not closed, or nested too deep' },
  'unknown-placeholder': { zh: '此处没有这个占位符', en: 'There is no such placeholder here' },
  'unknown-list': { zh: '没有这个列表', en: 'There is no such list' },
  'required-placeholder-missing': { zh: '缺少法定内容的占位符', en: 'A placeholder that law requires is missing' },
};

/** Names the first fault in its parameters, and up to fifty one by one. */
function templateBroken(faults: readonly TemplateProblem[], lang: Lang): Problem {
  const [{ code: reason, line, name } = { code: 'empty-template', line: 0, name: '' }] = faults;
  return new Problem(
    'template-broken',
    { reason, line, name },
    faults.slice(0, 50).map((fault) => ({
      path: `body.source:${fault.line}`,
      code: fault.code,
      message: `${FAULTS[fault.code][lang]}${lang === 'zh' ? '：' : ': '}${fault.name}`,
    })),
  );
}
