import { expect, it } from 'vitest';
import * as z from 'zod';
import type { LocalPorts } from '../../functions/entry/local-ports.ts';
import type { Files } from '../../functions/ports/files.ts';
import { aStoryOffice, done } from '../support/office.ts';
import { anIssuedDocument, look, type Paper } from '../support/office-documents.ts';

// Điều 29.2c: a filed paper is kept for the retention period of its dossier. The archive writes its terms down here, and can be out of reach.
const archive: { terms: string[]; down: boolean } = { terms: [], down: false };
const watched = (ports: LocalPorts): LocalPorts => {
  const retain: Files['retain'] = async (file) => {
    if (archive.down) throw new Error('archive out of reach');
    await ports.files.retain(file);
    archive.terms.push(`${file.area}/${file.owner}/${file.hash} ${file.retainUntil}`);
  };
  return { ...ports, files: { ...ports.files, retain } };
};
const office = aStoryOffice({ at: '2023-09-18T08:00', adapt: watched });
const Stuck = z.object({ items: z.array(z.object({ document: z.string(), step: z.string(), cause: z.string() })) });
const stuckNow = async () => Stuck.parse(done(await (await office().browser('clerk')).get('/api/stuck'))).items;
const termOf = async (paper: Paper): Promise<string[]> => {
  const { document } = await look(office(), 'clerk', paper);
  if (document.status !== 'issued') throw new Error(`still ${document.status}`);
  const file = `paper/${paper.id}/${document.seal.fileHash} `;
  return [...new Set(archive.terms)].filter((term) => term.startsWith(file)).map((term) => term.slice(file.length));
};

it('an issued paper is kept for fifty years after its year when nobody chose its dossier', async () => {
  const paper = await anIssuedDocument(office());
  await office().settle();
  expect(await termOf(paper)).toEqual(['2073-12-31T16:59:59.000Z']);
});

it('a paper is kept for the period of the dossier that its drafter chose', async () => {
  const clerk = await office().browser('clerk');
  const dossier = { title: 'Hồ sơ kiểm tra công vụ năm 2023', unit: 'VP', year: 2023 };
  done(await clerk.post('/api/dossiers', { ...dossier, notation: '06.NC', retention: '10 năm' }));
  done(await clerk.post('/api/dossiers', { ...dossier, notation: '07.NC', retention: 'Vĩnh viễn' }));
  const ten = await anIssuedDocument(office(), { heading: { dossier: 'VP.2023.06.NC' } });
  const permanent = await anIssuedDocument(office(), { heading: { dossier: 'VP.2023.07.NC' } });
  await office().settle();
  expect(await termOf(ten)).toEqual(['2033-12-31T16:59:59.000Z']);
  expect((await termOf(permanent))[0]?.slice(0, 10)).toBe('2123-08-25');
  const unclear = await clerk.post('/api/dossiers', { ...dossier, notation: '08.NC', retention: 'Lâu dài' });
  expect([unclear.status, unclear.data]).toEqual([
    400,
    expect.objectContaining({ errors: [expect.objectContaining({ pointer: '/retention' })] }),
  ]);
});

it('a paper that could not be kept is out, but shown to the clerk with the cause until the retry has kept it', async () => {
  archive.down = true;
  const paper = await anIssuedDocument(office());
  await office().settle();
  archive.down = false;
  expect(await termOf(paper)).toEqual([]);
  expect(await stuckNow()).toEqual([
    expect.objectContaining({ document: paper.id, step: 'file', cause: 'archive out of reach' }),
  ]);
  done(await (await office().browser('clerk')).post(paper.path('retry-issuing')));
  await office().settle();
  expect(await termOf(paper)).toEqual(['2073-12-31T16:59:59.000Z']);
  expect(await stuckNow()).toEqual([]);
});
