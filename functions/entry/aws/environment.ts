import type * as z from 'zod';

/**
 * The environment of a function by its schema. A function that lacks a variable fails when it is made, not at the first request: the deployment
 * goes back by itself.
 */
export const readEnvironment = <T extends z.ZodObject>(schema: T): z.infer<T> => {
  const parsed = schema.safeParse(process.env);
  if (parsed.success) return parsed.data;
  const names = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`the environment of this function is not as configured: ${names.join('; ')}`);
};
