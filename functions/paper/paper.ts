import { toString as qrCode } from 'qrcode';
import { milliseconds } from '../../shared/kernel/time.ts';
import type { Paper, PaperRequest } from '../ports/paper.ts';
import { assembleCms, sha256, signedAttributes } from './cms.ts';
import { composeSheet } from './compose.ts';
import { assertPrintable, type PaperFonts, printable, tinos } from './fonts.ts';
import { addFields } from './revision/fields.ts';
import { writeNumber } from './revision/number.ts';
import { fillGap, prepareSignature } from './revision/prepare.ts';
import type { Typesetter } from './typeset.ts';
import { verifierInWorker } from './verify/in-worker.ts';

/** Diameter of a round seal in millimetres when the agency does not state its own. */
const SEAL_DIAMETER = 36;

const qrOf = async (request: PaperRequest): Promise<string> =>
  request.draft === true ? '' : qrCode(request.verificationUrl, { type: 'svg', margin: 0, errorCorrectionLevel: 'M' });

export type PaperOptions = {
  fonts?: PaperFonts;
  sealDiameter?: number;
  /** Where the verifier's thread starts, when the code was bundled. */
  verifyWorker?: URL;
};

/** The paper (architecture §5): layout by Typst, revisions by incremental update, own CMS and own verifier. */
export const makePaper = (options: PaperOptions = {}): Paper => {
  const fonts = options.fonts ?? tinos();
  const glyphs = printable(fonts);
  // Typst's binary is loaded by the first page that is set: functions that only sign or verify never need it.
  let typesetting: Promise<Typesetter> | undefined;
  const typesetter = (): Promise<Typesetter> => {
    typesetting ??= import('./typeset.ts').then((module) => module.typesetter(fonts));
    return typesetting;
  };
  return {
    async render(request) {
      const sheet = composeSheet(request, await qrOf(request));
      assertPrintable({ ...sheet, metadata: '', qr: '' }, glyphs);
      const typeset = await typesetter();
      const { pdf, pages, places } = typeset(sheet, Math.floor(milliseconds(request.createdAt) / 1000));
      if (request.draft === true) return { pdf, pages };
      const sealDiameter = options.sealDiameter ?? SEAL_DIAMETER;
      const { numberLine, dateLine } = sheet;
      return { pdf: await addFields(pdf, { places, numberLine, dateLine, fonts, sealDiameter }), pages };
    },
    prepareSignature,
    toBeSigned(prepared, chain) {
      const [leaf] = chain;
      if (leaf === undefined) throw new Error('a signature needs a certificate');
      const message = signedAttributes(prepared.digest, leaf);
      return { message, digest: sha256(message) };
    },
    async embed(prepared, signature) {
      return fillGap(prepared, assembleCms(prepared, signature));
    },
    number: (pdf, line) => writeNumber(pdf, fonts, line),
    verify: verifierInWorker(options.verifyWorker),
  };
};
