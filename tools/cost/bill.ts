import { CAUSES, type Cause } from './model.ts';
import { PRICES, type Price, type PriceName } from './prices.ts';
import type { Quantities } from './quantities.ts';

export type BillLine = { cause: Cause; item: PriceName; quantity: number; usd: number };
export type Bill = {
  /** By list price, largest first. */
  lines: BillLine[];
  byCause: Record<Cause, number>;
  /** By list price. */
  list: number;
  /** What the account pays when nothing else runs in it: the allowances that never end are taken off. */
  paid: number;
};

const priceOf = (item: PriceName): Price => PRICES[item];
const ITEMS = Object.keys(PRICES).filter((name): name is PriceName => name in PRICES);

/** By list price, no allowance. */
export const cost = (quantities: Quantities): number =>
  ITEMS.reduce((total, item) => total + (quantities[item] ?? 0) * priceOf(item).usd, 0);

const linesOf = (cause: Cause, quantities: Quantities): BillLine[] =>
  ITEMS.flatMap((item) => {
    const quantity = quantities[item] ?? 0;
    return quantity === 0 ? [] : [{ cause, item, quantity, usd: quantity * priceOf(item).usd }];
  });

export const billOf = (used: Record<Cause, Quantities>): Bill => {
  const lines = CAUSES.flatMap((cause) => linesOf(cause, used[cause])).sort((a, b) => b.usd - a.usd);
  const list = lines.reduce((total, line) => total + line.usd, 0);
  const saved = ITEMS.reduce((total, item) => {
    const quantity = lines.filter((line) => line.item === item).reduce((all, line) => all + line.quantity, 0);
    const { usd, allowance } = priceOf(item);
    return total + Math.min(quantity, allowance ?? 0) * usd;
  }, 0);
  return {
    lines,
    byCause: {
      fixed: cost(used.fixed),
      background: cost(used.background),
      documents: cost(used.documents),
      users: cost(used.users),
      storage: cost(used.storage),
    },
    list,
    paid: list - saved,
  };
};
