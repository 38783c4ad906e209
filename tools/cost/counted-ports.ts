import type { LocalPorts } from '../../functions/entry/local-ports.ts';
import type { Anchors } from '../../functions/ports/anchors.ts';
import type { Files } from '../../functions/ports/files.ts';
import type { Change, Store } from '../../functions/ports/store.ts';
import type { Usage } from './usage.ts';

/** Bytes under their keys: a second put of the same bytes stores nothing. */
export type Kept = { files: Map<string, number>; archive: Map<string, number> };

/** Each call of the port as the S3 adapter's requests: a conditional PUT for a put, one GET for a read; a lost slot is read once more. */
const countedFiles = (files: Files, into: Usage, kept: Kept): Files => ({
  ...files,
  put: (area, owner, bytes, type) => {
    into.filePuts += 1;
    return files.put(area, owner, bytes, type).then((hash) => {
      kept.files.set(`${area}/${owner}/${hash}`, bytes.length);
      return hash;
    });
  },
  get: (area, owner, hash) => {
    into.fileGets += 1;
    return files.get(area, owner, hash);
  },
  putIfAbsent: async (slot, bytes) => {
    into.filePuts += 1;
    const winner = await files.putIfAbsent(slot, bytes);
    if (winner !== bytes) into.fileGets += 1;
    kept.files.set(slot, winner.length);
    return winner;
  },
  read: (slot) => {
    into.fileGets += 1;
    return files.read(slot);
  },
  // The hash is checked (GET), the copy made, its term set.
  retain: async (file) => {
    into.fileGets += 1;
    into.filePuts += 2;
    const key = `${file.area}/${file.owner}/${file.hash}`;
    await files.retain(file);
    kept.archive.set(key, kept.files.get(key) ?? 0);
  },
});

const countedAnchors = (anchors: Anchors, into: Usage): Anchors => ({
  add: (seq, file) => {
    into.filePuts += 1;
    return anchors.add(seq, file);
  },
  read: (seq) => {
    into.fileGets += 1;
    return anchors.read(seq);
  },
  list: () => {
    into.filePuts += 1;
    return anchors.list();
  },
});

/** Hands each committed event on, as the table's stream does; nobody reads the ordered feed for it. */
const streamed = (store: Store, into: Usage, onChange: (change: Change) => void): Store => ({
  ...store,
  commit: async (write) => {
    const committed = await store.commit(write);
    const changes = write.streams.flatMap(({ ref, events }) => events.map((event) => ({ cursor: '', ref, event })));
    if (committed.ok && changes.length > 0) {
      into.commits += 1;
      changes.forEach(onChange);
    }
    return committed;
  },
});

/** Lists whose new rows tell somebody that it is their turn: each is a mail (functions/app/notify). */
const TOLD = /^(?:inbox|registry|clerk)#/;

/** Every port of an office with what it costs on AWS counted into `into`. */
export const countedPorts =
  (o: { into: Usage; kept: Kept; onChange: (change: Change) => void }) =>
  (ports: LocalPorts): LocalPorts => {
    const { into } = o;
    const told = new Set<string>();
    return {
      ...ports,
      store: streamed(ports.store, into, o.onChange),
      files: countedFiles(ports.files, into, o.kept),
      anchors: countedAnchors(ports.anchors, into),
      views: {
        ...ports.views,
        apply: (writes) => {
          for (const write of writes) {
            if (write.op !== 'put' || !TOLD.test(write.row.pk)) continue;
            const place = `${write.row.pk}\n${write.row.sk}`;
            if (!told.has(place)) into.mails += 1;
            told.add(place);
          }
          return ports.views.apply(writes);
        },
      },
      search: {
        ...ports.search,
        apply: (ops) => {
          into.indexWrites += ops.length;
          return ports.search.apply(ops);
        },
      },
      signer: {
        ...ports.signer,
        sign: (keyRef, input) => {
          into.signatures += 1;
          return ports.signer.sign(keyRef, input);
        },
      },
      timestamper: {
        stamp: (digest) => {
          into.timestamps += 1;
          return ports.timestamper.stamp(digest);
        },
      },
      appearanceOf: (keyRef, field) => {
        into.fileGets += 1;
        return ports.appearanceOf(keyRef, field);
      },
    };
  };
