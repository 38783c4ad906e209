import { fileURLToPath } from 'node:url';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import * as z from 'zod';
import type { Sheet } from './compose.ts';
import type { PaperFonts } from './fonts.ts';
import { UnprintableText } from './unprintable-text.ts';

/** A place on a page, in points from its top left corner: a reserved field, or a printed text (for measuring). */
export const Place = z.object({
  name: z.string(),
  kind: z.enum(['field', 'text']),
  page: z.number().int().positive(),
  x: z.number(),
  y: z.number(),
  w: z.number(),
  h: z.number(),
});
export type Place = z.infer<typeof Place>;
export type Typeset = { pdf: Uint8Array; pages: number; places: Place[] };

const Diagnostics = z.array(z.object({ message: z.string() }).loose());
const templates = fileURLToPath(new URL('./templates/', import.meta.url));

const failure = (messages: readonly string[]): Error => {
  const glyph = /the text "(.+?)" could not be displayed/u.exec(messages.join('\n'));
  return glyph === null
    ? new Error(`typesetting failed: ${messages.join('; ')}`)
    : new UnprintableText([glyph[1] ?? '']);
};

export type Typesetter = ReturnType<typeof typesetter>;

/** Typst in this process. Data goes in as JSON, so user text is never markup; files outside the templates cannot be read. */
export const typesetter = (fonts: PaperFonts) => {
  const blobs = [fonts.regular, fonts.italic, fonts.bold, fonts.boldItalic].map((face) => Buffer.from(face));
  const compiler = NodeCompiler.create({ workspace: templates, fontArgs: [{ fontBlobs: blobs }] });
  return (sheet: Sheet, createdAtSeconds: number): Typeset => {
    const result = compiler.compile({
      mainFilePath: `${templates}${sheet.form}.typ`,
      inputs: { sheet: JSON.stringify(sheet).normalize('NFC') },
    });
    const document = result.result;
    if (document === null) {
      const error = result.takeDiagnostics();
      const found = error === null ? [] : Diagnostics.parse(compiler.fetchDiagnostics(error));
      throw failure(found.map((diagnostic) => diagnostic.message));
    }
    try {
      const places = z.array(Place).parse(compiler.query(document, { selector: '<place>', field: 'value' }));
      // PDF/A-3b: archive quality, and a missing glyph is an error instead of a silent hole.
      const pdf = compiler.pdf(document, { pdfStandard: 'a-3b', creationTimestamp: createdAtSeconds });
      return { pdf: new Uint8Array(pdf), pages: document.numOfPages, places };
    } catch (error) {
      throw failure([error instanceof Error ? error.message : String(error)]);
    } finally {
      compiler.evictCache(3);
    }
  };
};
