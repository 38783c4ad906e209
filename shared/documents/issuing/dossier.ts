import * as z from 'zod';
import type { Aggregate } from '../../kernel/aggregate.ts';
import { PersonId, UnitId } from '../../kernel/ids.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import { DossierEvent } from '../events.ts';
import type { DocumentFacts } from '../facts.ts';
import { RetentionPeriod } from './retention.ts';

/** Hồ sơ of the annual file plan (Điều 28–29, Phụ lục V): its documents in order. Stream `dossier/{organ}.{year}.{notation}`. */
export const Dossier = z.object({
  id: z.string(),
  /** FileCode = OrganId.FileCatalog.FileNotation (Phụ lục VI). */
  code: z.string(),
  organId: z.string(),
  year: z.number().int(),
  notation: z.string(),
  title: z.string(),
  retention: z.string(),
  creator: PersonId,
  unit: UnitId,
  /** How many documents it holds: the list itself is its events, and would outgrow one record. */
  count: z.number().int().nonnegative(),
  pages: z.number().int().nonnegative(),
});
export type Dossier = z.infer<typeof Dossier>;

export const dossierAggregate: Aggregate<Dossier, DossierEvent> = {
  name: 'dossier',
  schemaVersion: 1,
  state: Dossier,
  event: DossierEvent,
  evolve: (state, event) => {
    if (event.type === 'DossierOpened') {
      const { id, organId, year, notation, title, retention, creator, unit } = event;
      return {
        id,
        code: `${organId}.${year}.${notation}`,
        organId,
        year,
        notation,
        title,
        retention,
        creator,
        unit,
        count: 0,
        pages: 0,
      };
    }
    if (state === null) throw new Error('a document cannot be filed before its dossier is opened');
    return { ...state, count: event.ordinal, pages: state.pages + event.pages };
  },
};

export const OpenDossier = z.object({
  notation: z.string().regex(/^[0-9]{2,3}\.[\p{L}\p{N}&-]{1,12}$/u),
  title: z.string().trim().min(5).max(500),
  retention: RetentionPeriod,
  unit: UnitId,
  year: z.number().int().min(2000).max(2100),
});
export type OpenDossier = z.infer<typeof OpenDossier>;

/** Mở hồ sơ theo danh mục (Điều 29.2): by somebody of the unit. */
export const openDossier = (
  dossier: Dossier | null,
  command: OpenDossier,
  facts: DocumentFacts & { id: string; organId: string },
): Result<DossierEvent[], Refusal> => {
  if (dossier !== null) return refuse('conflict', 'dossier.already-open', { facts: { notation: command.notation } });
  if (!facts.positions.some((held) => held.unit === command.unit))
    return refuse('forbidden', 'dossier.not-your-unit', { basis: 'Điều 29 Nghị định 30/2020/NĐ-CP' });
  return ok([
    {
      type: 'DossierOpened',
      at: facts.now,
      by: facts.actor,
      id: facts.id,
      organId: facts.organId,
      year: command.year,
      notation: command.notation,
      title: command.title,
      retention: command.retention,
      creator: facts.actor.person,
      unit: command.unit,
    },
  ]);
};

/** Tập lưu văn bản đi: where a document goes whose drafter named no dossier (Điều 19). */
export const fileCopyNotation = (series: string): string => `LVB.${series}`;
