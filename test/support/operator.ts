import { afterAll } from 'vitest';

/** The environment that an operator's tools find: credentials, region, and the stand-ins of the services. Put back when the suite ends. */
export const asOperator = (environment: Readonly<Record<string, string>>): void => {
  const before = new Map(Object.keys(environment).map((name) => [name, process.env[name]]));
  Object.assign(process.env, environment);
  afterAll(() => {
    for (const [name, value] of before)
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  });
};

export const OPERATOR = { AWS_REGION: 'ap-southeast-1', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };
