import type { Actor } from '../../shared/kernel/actor.ts';
import { PersonId, PositionId, UnitId } from '../../shared/kernel/ids.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import { unitLabel } from '../../shared/organisation/registry.ts';
import type { DemoPerson } from '../adapters/local-issuer/people.ts';
import type { OfficeSeed } from '../app/seed-office.ts';
import { ANCHOR_KEY, type Office } from './compose.ts';
import type { LocalPorts } from './local-ports.ts';
import { type DemoWorld, demoWorld } from './seed/demo-world.ts';

export const SETUP: Actor = {
  person: PersonId.parse('system'),
  name: 'Thiết lập trình diễn',
  position: PositionId.parse('system'),
  title: 'Thiết lập',
  unit: UnitId.parse('system'),
};
const RETENTION = (years: number | 'permanent') => (years === 'permanent' ? 'Vĩnh viễn' : `${years} năm`);

/** The demo world as a set-up writes it. */
export const seedOf = (world: DemoWorld): OfficeSeed => ({
  organisation: world.organisation,
  standings: world.standings,
  portfolios: world.portfolios,
  seriesOpenings: world.seriesOpenings,
  dossiers: world.filePlan.items.map((item) => {
    const { year, agency } = world.filePlan;
    const organId = world.organisation.units.find((unit) => unit.id === agency)?.exchangeId ?? agency;
    return {
      id: `${agency}.${year}.${item.notation}`,
      organId,
      year,
      notation: item.notation,
      title: item.title,
      retention: RETENTION(item.retention),
      creator: item.creator,
      unit: agency,
    };
  }),
  source: 'demo.json',
});

const LEADERS = new Set(['head', 'deputy']);

/** Certificates of the demo CA: every leader, and the seal of each agency that issues. */
const enrolDemo = async (ports: LocalPorts, world: DemoWorld): Promise<void> => {
  const { organisation } = world;
  const positions = new Map(organisation.positions.map((position) => [position.id, position]));
  for (const standing of world.standings) {
    const held = standing.holdings
      .map((holding) => positions.get(holding.position))
      .find((position) => LEADERS.has(position?.rank ?? ''));
    if (held === undefined) continue;
    await ports.keys.enrol({
      keyRef: `person:${standing.person}`,
      commonName: standing.name,
      organisation: unitLabel(organisation, held.unit, world.asOf),
      kind: 'person',
    });
  }
  await ports.keys.enrol({ keyRef: ANCHOR_KEY, commonName: 'Mốc nhật ký', organisation: 'Văn Thư', kind: 'person' });
  for (const issuer of new Set(organisation.series.map((series) => series.issuer))) {
    const name = unitLabel(organisation, issuer, world.asOf);
    await ports.keys.enrol({ keyRef: `seal:${issuer}`, commonName: name, organisation: name, kind: 'seal' });
  }
};

/** The demo world into an empty store: organisation, people, registers, file plan, keys. Run again after an interruption, it goes on. */
export const seedDemo = async (ports: LocalPorts, office: Office, at: Instant): Promise<DemoWorld> => {
  const world = demoWorld();
  await office.seedOffice(seedOf(world), { at, by: SETUP });
  await enrolDemo(ports, world);
  await office.relay.drain();
  return world;
};

const ROLES: Record<string, string> = {
  p09: 'Soạn thảo',
  p08: 'Kiểm tra nội dung',
  p07: 'Kiểm tra thể thức',
  p01: 'Duyệt và ký',
  p10: 'Văn thư: cấp số, đóng dấu, phát hành',
};

/** For the sign-in page: who, what they do, the main parts of the story first. */
export const demoPeople = (world: DemoWorld): DemoPerson[] => {
  const people = world.standings.map((standing) => {
    const position = world.organisation.positions.find((one) => one.id === standing.holdings[0]?.position);
    const role = ROLES[standing.person];
    return {
      id: standing.person,
      name: standing.name,
      title: position?.title ?? '',
      unit: position === undefined ? '' : unitLabel(world.organisation, position.unit, world.asOf),
      ...(role === undefined ? {} : { role }),
    };
  });
  const order = Object.keys(ROLES);
  const rank = (person: DemoPerson) => (order.includes(person.id) ? order.indexOf(person.id) : order.length);
  return people.sort((a, b) => rank(a) - rank(b));
};
