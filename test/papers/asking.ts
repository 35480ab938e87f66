// Asks the API for papers and opens what it gives.
import type { Response } from 'supertest';
import type { Person, World } from '../support/api-world';
import { glyphsDrawn, pdfText, readDocx } from '../support/read-paper';

/** Files as they are, problems as JSON. */
const asBytes = (response: unknown, done: (error: Error | null, body: unknown) => void): void => {
  const stream = response as NodeJS.ReadableStream;
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => {
    const bytes = Buffer.concat(chunks);
    const isJson = bytes[0] === 0x7b;
    done(null, isJson ? JSON.parse(bytes.toString()) : bytes);
  });
};

export interface PaperState {
  kind: string;
  count: number;
  hash: string | null;
  article: string;
}

/** As this officer, unless another person is named. */
export function asking(world: World, officer: Person) {
  const get = (path: string, person: Person | null = officer): Promise<Response> =>
    world
      .as(person)
      .get(path)
      .buffer()
      .parse(asBytes)
      .then((response) => response);
  const printed = async (processId: string, kind: string, { format = 'pdf', query = '', person = officer } = {}) => {
    const response = await get(`/v1/processes/${processId}/papers/${kind}.${format}${query}`, person);
    if (response.status !== 200) throw new Error(JSON.stringify(response.body));
    return response.body as Buffer;
  };
  const refusal = async (processId: string, kind: string, query = '', person = officer): Promise<string> => {
    const { status, body } = await get(`/v1/processes/${processId}/papers/${kind}.pdf${query}`, person);
    return `${status} ${(body as { code: string }).code}`;
  };
  const stateOf = async (processId: string, kind: string, person = officer) => {
    const { body } = await get(`/v1/processes/${processId}/papers`, person);
    const { items } = body as { items: PaperState[] };
    return items.find((item) => item.kind === kind);
  };
  /** Text of the PDF, after a check that the docx says the same hash and that the list knew it. */
  async function read(processId: string, kind: string): Promise<string> {
    const [pdf, docx, state] = [
      await printed(processId, kind),
      readDocx(await printed(processId, kind, { format: 'docx' })),
      await stateOf(processId, kind),
    ];
    const text = await pdfText(pdf);
    expect(glyphsDrawn(pdf)).not.toContain(0);
    expect(text).toContain(`SHA-256：${state?.hash}`);
    expect(docx.footers).toContain(`SHA-256：${state?.hash}`);
    expect(text).toContain(state?.article.replace(/\s/g, ''));
    expect(text).toContain(processId);
    return text;
  }

  return { get, printed, refusal, stateOf, read };
}
