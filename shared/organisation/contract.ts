import * as z from 'zod';
import type { Contract } from '../kernel/contract.ts';
import { PersonId } from '../kernel/ids.ts';
import {
  CapacitiesAnswer,
  CapacitiesQuery,
  ChangesAnswer,
  GroupAnswer,
  HoldersAnswer,
  OnDate,
  PersonAnswer,
  RefusedAddressesAnswer,
  UnitAnswer,
  UnitsAnswer,
} from './organisation-answers.ts';
import { peopleVerbs } from './people-verbs.ts';
import { structureVerbs } from './structure-verbs.ts';
import type { OrganisationVerb } from './verb.ts';

export const organisationVerbs: ReadonlyMap<string, OrganisationVerb> = new Map(
  [...peopleVerbs, ...structureVerbs].map((verb) => [verb.name, verb]),
);

/** Done at once, or put forward until a second person agrees. */
export const VerbAnswer = z.union([
  z.object({ applied: z.literal(true), id: z.string().optional() }),
  z.object({ proposed: z.string(), touches: z.array(PersonId) }),
]);
export const DeclineChange = z.object({ reason: z.string().trim().min(3).max(500) });

const verbRows: readonly Contract[] = [...organisationVerbs.values()].map(({ name, title, basis, body }) => ({
  kind: 'command',
  name: `organisation.${name}`,
  method: 'POST',
  path: `/api/organisation/${name}`,
  title,
  ...(basis === undefined ? {} : { basis }),
  body,
  answer: VerbAnswer,
}));

const BASIS = 'Phụ lục VI.III.3.c Nghị định 30/2020/NĐ-CP';
const changeRows: readonly Contract[] = [
  {
    kind: 'command',
    name: 'organisation.confirm-change',
    method: 'POST',
    path: '/api/organisation/changes/{id}/confirm',
    title: 'Xác nhận thay đổi liên quan chính người đề nghị',
    basis: BASIS,
    body: z.object({}),
    answer: z.object({ applied: z.literal(true) }),
  },
  {
    kind: 'command',
    name: 'organisation.decline-change',
    method: 'POST',
    path: '/api/organisation/changes/{id}/decline',
    title: 'Không đồng ý thay đổi',
    basis: BASIS,
    body: DeclineChange,
    answer: z.object({ declined: z.literal(true) }),
  },
];

const queries = [
  {
    name: 'organisation.changes',
    path: '/api/organisation/changes',
    title: 'Thay đổi chờ người thứ hai xác nhận',
    query: z.object({}),
    answer: ChangesAnswer,
  },
  {
    name: 'organisation.units',
    path: '/api/organisation/units',
    title: 'Danh mục đơn vị',
    query: OnDate,
    answer: UnitsAnswer,
  },
  {
    name: 'organisation.unit',
    path: '/api/organisation/units/{id}',
    title: 'Đơn vị, chức vụ và người giữ',
    query: OnDate,
    answer: UnitAnswer,
  },
  {
    name: 'organisation.holders',
    path: '/api/organisation/positions/{id}/holders',
    title: 'Người giữ chức vụ',
    query: OnDate,
    answer: HoldersAnswer,
  },
  {
    name: 'organisation.person',
    path: '/api/organisation/people/{id}',
    title: 'Chức vụ, ủy quyền, vắng mặt của một người',
    query: z.object({}),
    answer: PersonAnswer,
  },
  {
    name: 'organisation.refused-addresses',
    path: '/api/organisation/refused-addresses',
    title: 'Địa chỉ thư điện tử bị từ chối',
    query: z.object({}),
    answer: RefusedAddressesAnswer,
  },
  {
    name: 'organisation.capacities',
    path: '/api/organisation/capacities',
    title: 'Tôi được ký với tư cách nào',
    query: CapacitiesQuery,
    answer: CapacitiesAnswer,
  },
  {
    name: 'organisation.group',
    path: '/api/organisation/groups/{id}',
    title: 'Nhóm nơi nhận gồm những ai',
    query: OnDate,
    answer: GroupAnswer,
  },
] as const;

/** What can be changed in and asked of the organisation. */
export const organisationContracts: readonly Contract[] = [
  ...verbRows,
  ...changeRows,
  ...queries.map((row) => ({ kind: 'query' as const, method: 'GET' as const, ...row })),
];
