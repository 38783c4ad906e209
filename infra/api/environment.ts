import * as z from 'zod';
import { type FunctionName, platform } from '../../functions/platform.ts';

/** What the stage knows, under the names of the configuration schemas; undefined where the stage has no such thing. */
export type Values = Readonly<Record<string, string | undefined>>;

/**
 * Exactly the variables of a function's schema: what it requires must be known, what is optional is set when known, and nothing else.
 * @throws Error when the schema requires a variable that the stage does not know
 */
export const environmentOf = (name: FunctionName, values: Values): Record<string, string> => {
  const shape: Record<string, z.core.$ZodType> = platform[name].config.shape;
  const known = Object.entries(shape).map(([key, schema]): [string, string | undefined] => {
    const value = values[key];
    if (value === undefined && !z.safeParse(schema, undefined).success)
      throw new Error(`Hàm ${name} cần biến ${key}, nhưng giai đoạn này không có giá trị cho biến đó`);
    return [key, value];
  });
  return Object.fromEntries(known.filter((pair): pair is [string, string] => pair[1] !== undefined));
};
